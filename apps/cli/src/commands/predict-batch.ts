import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { inferenceApi } from '@millrace/api';
import type { Command } from 'commander';
import { UsageError } from '../session.js';
import type { OpenSession } from '../session.js';

/** By the ending of the file. */
const contentTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
  '.arrow': 'application/vnd.apache.arrow.file',
  '.arrows': 'application/vnd.apache.arrow.stream',
};

interface BatchOptions {
  readonly output?: string;
}

/** Answers whole files; one that is broken off is an error with its reason, and leaves nothing behind. */
export function addPredictBatchCommand(program: Command, open: OpenSession): void {
  program
    .command('predict-batch')
    .description('predict for all rows of a file with the champion of a model')
    .argument('<model>', 'name of the model')
    .argument('<file>', `rows, by the ending of the name: ${Object.keys(contentTypes).join(', ')}`)
    .option('--output <path>', 'where the answers go, in the format of the rows; shown otherwise')
    .action(async (name: string, file: string, { output }: BatchOptions) => {
      const contentType = contentTypes[extname(file).toLowerCase()];
      if (contentType === undefined) {
        throw new UsageError(`"${file}" must end in ${Object.keys(contentTypes).join(', ')}.`);
      }
      if (output === undefined && contentType.includes('arrow')) {
        throw new UsageError('Arrow is not for reading: name a file with --output.');
      }
      const { client, out } = open();
      const answers = await client.download(inferenceApi.predictBatch, {
        params: { name },
        body: { contentType, content: await contentOf(file) },
      });
      if (output === undefined) out((await answers.text()).trimEnd());
      else await writeFile(output, new Uint8Array(await answers.arrayBuffer()));
    });
}

async function contentOf(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file);
  } catch {
    throw new UsageError(`"${file}" cannot be read.`);
  }
}
