import { readFile } from 'node:fs/promises';
import { inferenceApi } from '@millrace/api';
import type { JsonBodyOf } from '@millrace/api';
import type { Command } from 'commander';
import { reasonsText } from '../reasons-text.js';
import { UsageError } from '../session.js';
import type { OpenSession } from '../session.js';
import { table } from '../table.js';

type PredictBody = JsonBodyOf<typeof inferenceApi.predict>;

interface PredictOptions {
  readonly row?: string;
  readonly file?: string;
  readonly explain?: true;
}

export function addPredictCommand(program: Command, open: OpenSession): void {
  program
    .command('predict')
    .description('predict with the champion of a model')
    .argument('<model>', 'name of the model')
    .option('--row <json>', 'one row as JSON: {"feature": value, …}')
    .option('--file <path>', 'rows as JSON: [{…}, …] or {"instances": [{…}, …]}')
    .option('--explain', 'tell what each feature adds to the answers')
    .action(async (name: string, options: PredictOptions) => {
      const body = { ...(await bodyFrom(options)), ...(options.explain && { explain: true }) };
      const { client, show } = open();
      const answer = await client.call(inferenceApi.predict, { params: { name }, body });
      const probabilities = answer.probabilities ?? [];
      const classes = [...new Set(probabilities.flatMap((row) => Object.keys(row)))];
      show(answer, () =>
        [
          table(
            ['prediction', ...classes.map((label) => `p(${label})`)],
            answer.predictions.map((prediction, index) => [
              String(prediction),
              ...classes.map((label) => probabilities[index]?.[label]?.toFixed(4)),
            ]),
          ),
          ...(answer.explanation ? [reasonsText(answer)] : []),
        ].join('\n\n'),
      );
    });
}

async function bodyFrom({ row, file }: PredictOptions): Promise<PredictBody> {
  if ((row === undefined) === (file === undefined)) {
    throw new UsageError("Give either --row '{…}' or --file rows.json.");
  }
  const place = row === undefined ? `"${file}"` : '--row';
  const text = row ?? (await readText(file ?? ''));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`What ${place} holds is not JSON.`);
  }
  const wrapped =
    row !== undefined
      ? { instances: [value] }
      : Array.isArray(value)
        ? { instances: value }
        : value;
  const body = inferenceApi.predictBody.safeParse(wrapped);
  if (body.success) return body.data;
  const [issue] = body.error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new UsageError(`${place} does not hold rows (${where}${issue?.message ?? 'unknown'}).`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`"${file}" cannot be read.`);
  }
}
