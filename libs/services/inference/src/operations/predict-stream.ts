import type { Problem } from '@millrace/api';
import type { Predictions } from '@millrace/ml';
import { currentScope, PlatformError, problemOf } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { AnswerWriter, RowOutcome } from '../domain/tables/answer-writer.js';
import type { RowChunk } from '../domain/tables/row-chunks.js';
import type { Answerer } from './answer-requests.js';

/** Faults told of one row. */
const told = 3;

/**
 * Answers rows as they come and in their order. Of a row that does not fit the signature the answer says so, and the others
 * are answered. One version answers all of them, though another may take its place meanwhile. Nothing is read ahead of what
 * is asked for. What stops the stream behind its first rows is told at the end of the answer, and thrown all the same.
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
  writer: AnswerWriter,
): AsyncGenerator<Uint8Array> {
  const ask = async (chunk: RowChunk, from: number, to: number): Promise<Predictions> => {
    const { predictions } = await answer({
      model: loaded.model,
      pinned: loaded,
      signal,
      deadline,
      read: () => chunk.read(from, to),
    });
    return predictions;
  };
  const askAlone = async (chunk: RowChunk, row: number): Promise<RowOutcome> => {
    try {
      return { kind: 'answered', predictions: await ask(chunk, row, row + 1) };
    } catch (wrong) {
      if (!isOfRows(wrong)) throw wrong;
      return { kind: 'refused', why: reasonOf(wrong) };
    }
  };
  const answered = async (chunk: RowChunk): Promise<Uint8Array> => {
    try {
      return writer.answered(await ask(chunk, 0, chunk.rows));
    } catch (caught) {
      if (!isOfRows(caught)) throw caught;
    }
    // Some rows do not fit: each is asked by itself, to tell which.
    const outcomes: RowOutcome[] = [];
    for (let row = 0; row < chunk.rows; row++) outcomes.push(await askAlone(chunk, row));
    return writer.told(outcomes);
  };
  yield writer.head;
  let rows = 0;
  try {
    for await (const chunk of chunks) {
      yield await answered(chunk);
      rows += chunk.rows;
    }
  } catch (caught) {
    // Before the first rows the status of the answer can still tell.
    if (rows > 0) yield writer.brokenOff(problemBehind(rows, caught));
    throw caught;
  }
  yield writer.tail;
}

/** What the last row of an answer says that is not whole. */
function problemBehind(rows: number, caught: unknown): Problem {
  const error = PlatformError.from(caught);
  const problem = problemOf(error, currentScope()?.correlationId ?? 'unknown');
  return { ...problem, detail: `Broken off behind row ${rows}: ${problem.detail}` };
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
