import { readFileSync } from 'node:fs';
import { openThreadPool } from '@millrace/task-pool-threads';
import {
  decodeModelImage,
  modelOf,
  sharedBatch,
  sharedImage,
  type FeatureTable,
} from '@millrace/ml';
import type { ScoringPool } from '@millrace/service-inference';
import { askUntilServed, startNode, untilReady } from './servers.js';

export const batchRows = 10_000;
const threads = 2;
const runs = 12;

/** Milliseconds of the best of some runs, by how a batch is scored. */
export async function batchTimes(given: {
  /** Model file, and rows for it. */
  readonly model: string;
  readonly table: FeatureTable;
  /** Our server and our scoring thread. */
  readonly server: string;
  readonly worker: URL;
  /** Node's, for the server. */
  readonly flags: readonly string[];
  /** For what the server keeps. */
  readonly folder: string;
}): Promise<Record<string, number>> {
  const { table } = given;
  const image = sharedImage(decodeModelImage(readFileSync(given.model)));
  const model = modelOf(image);
  const here = await best(() => model.score(table));

  const pool = openThreadPool({
    worker: given.worker,
    size: threads,
  }) as ScoringPool;
  const patience = { signal: new AbortController().signal, timeoutMs: 60_000 };
  const share = table.rows / threads;
  const onThreads = await best(async () => {
    const batch = sharedBatch(image, table);
    const parts = Array.from({ length: threads }, (_, part) => batch.part(part * share, share));
    await Promise.all(parts.map((part) => pool.run({ kind: 'score', ...part }, patience)));
    return model.decide(batch.answers());
  });
  await pool.close();

  const server = await startNode(
    given.server,
    [given.folder, `forest=${given.model}`],
    given.flags,
  );
  const url = `http://127.0.0.1:${server.http}/v2/models/forest/infer`;
  const bodyOf = (rows: number) => {
    const data = [...table.values.subarray(0, rows * table.columns)];
    const input = { name: 'input', shape: [rows, table.columns], datatype: 'FP64', data };
    return JSON.stringify({ inputs: [input] });
  };
  await askUntilServed(url, bodyOf(1));
  // A new database takes seconds to make, on another thread.
  await untilReady(`http://127.0.0.1:${server.http}`);
  const body = bodyOf(table.rows);
  const overHttp = await best(() => askUntilServed(url, body));
  await server.stop();
  return { 'one thread': here, 'two threads': onThreads, 'JSON over HTTP': overHttp };
}

async function best(run: () => unknown): Promise<number> {
  let least = Infinity;
  for (let at = 0; at < runs; at++) {
    const started = performance.now();
    await run();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}
