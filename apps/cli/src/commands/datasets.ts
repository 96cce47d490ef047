import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { datasetsApi } from '@millrace/api';
import type { Command } from 'commander';
import { UsageError } from '../session.js';
import type { OpenSession } from '../session.js';
import { facts, table } from '../table.js';

export function addDatasetCommands(program: Command, open: OpenSession): void {
  const datasets = program.command('datasets').description('upload and list datasets');

  datasets
    .command('push')
    .description('upload a CSV file (also gzipped) as the next version of a dataset')
    .argument('<name>', 'name of the dataset')
    .argument('<file>', 'the file')
    .option('--target <column>', 'column that a model shall predict')
    .action(async (name: string, file: string, options: { target?: string }) => {
      const { client, show } = open();
      const version = await client.call(datasetsApi.uploadDatasetVersion, {
        params: { name },
        query: options.target === undefined ? {} : { target: options.target },
        body: {
          contentType: file.toLowerCase().endsWith('.gz') ? 'application/gzip' : 'text/csv',
          content: await openFile(file),
        },
      });
      show(version, () =>
        facts([
          ['dataset', `${version.dataset} v${version.version}`],
          ['rows', version.rows],
          ['columns', version.columns.length],
          ['target', version.target],
          ['sha256', version.digest.sha256],
        ]),
      );
    });

  datasets
    .command('list')
    .description('list datasets by name')
    .action(async () => {
      const { client, show } = open();
      const page = await client.call(datasetsApi.listDatasets, { query: { pageSize: 200 } });
      show(page, () =>
        table(
          ['dataset', 'versions', 'rows', 'target', 'updated'],
          page.items.map((item) => [
            item.name,
            item.latestVersion,
            item.rows,
            item.target,
            item.updatedAt,
          ]),
        ),
      );
    });
}

async function openFile(file: string): Promise<ReadableStream<Uint8Array>> {
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new UsageError(`There is no file "${file}".`);
  if (!found.isFile()) throw new UsageError(`"${file}" is not a file.`);
  return Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
}
