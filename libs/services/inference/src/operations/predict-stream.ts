import { PlatformError } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { AnswerLines } from '../domain/tables/answer-lines.js';
import type { RowChunk } from '../domain/tables/row-chunks.js';
import type { Answerer } from './answer-requests.js';

/** Faults told of one row. */
const told = 3;

/**
 * Answers rows as they come, a line a row and in their order. A row that does not fit the signature gets a line that
 * says so, and the others are answered. One version answers all of them, though another may take its place meanwhile.
 * Nothing is read ahead of what is asked for.
 * @throws PlatformError whatever stops the stream: a text that is no table, a journal that cannot be written
 */
export async function* predictStream(
  answer: Answerer,
  {
    loaded,
    signal,
    deadline,
  }: {
    readonly loaded: LoadedModel;
    readonly signal: AbortSignal;
    readonly deadline?: number | undefined;
  },
  chunks: AsyncIterable<RowChunk>,
  lines: AnswerLines,
): AsyncGenerator<string> {
  const ask = async (chunk: RowChunk, from: number, to: number): Promise<string> => {
    const { predictions, table } = await answer({
      model: loaded.model,
      pinned: loaded,
      signal,
      deadline,
      read: () => chunk.read(from, to),
    });
    return Array.from({ length: table.rows }, (_, row) => lines.answered(predictions, row)).join(
      '',
    );
  };
  yield lines.head;
  for await (const chunk of chunks) {
    try {
      yield await ask(chunk, 0, chunk.rows);
    } catch (caught) {
      if (!isOfRows(caught)) throw caught;
      // Some rows do not fit: each is asked by itself, to tell which.
      for (let row = 0; row < chunk.rows; row++) {
        yield await ask(chunk, row, row + 1).catch((wrong: unknown) => {
          if (!isOfRows(wrong)) throw wrong;
          return lines.refused(reasonOf(wrong));
        });
      }
    }
  }
}

function isOfRows(caught: unknown): caught is PlatformError {
  return caught instanceof PlatformError && caught.code === 'invalid_argument';
}

/** Which features are wrong, and how; the number of the row is that of the line. */
function reasonOf({ faults, message }: PlatformError): string {
  if (faults.length === 0) return message;
  return faults
    .slice(0, told)
    .map((fault) => `${(fault.field ?? '').replace(/^\/\w+\/\d+\/?/, '')} ${fault.message}`.trim())
    .join('; ');
}
