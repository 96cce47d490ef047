import type { FeatureTable } from '@millrace/ml';
import { postLoadMeanwhile, type Measured } from './load.js';
import { askUntilServed, startNode, untilReady } from './servers.js';

const seconds = 5;
/** Few and unhurried: what is measured is how long one waits, not how many there can be. */
const how = { connections: 4, pauseMs: 2 };

/** What clients of single rows see beside one client that posts large batches of JSON, one after the other. */
export async function besideBatches(given: {
  /** Model files: of the single rows, and of the batches. */
  readonly small: string;
  readonly large: string;
  /** An infer body of one row. */
  readonly row: string;
  readonly table: FeatureTable;
  readonly server: string;
  /** Node's, for the server. */
  readonly flags: readonly string[];
  /** For what the server keeps. */
  readonly folder: string;
}): Promise<Record<string, Measured & { readonly batchMs: number }>> {
  const models = [`small=${given.small}`, `large=${given.large}`];
  const server = await startNode(given.server, [given.folder, ...models], given.flags);
  const base = `http://127.0.0.1:${server.http}`;
  const urlOf = (model: string) => `${base}/v2/models/${model}/infer`;
  const named = `${base}/api/v1/models/large/predict`;
  await askUntilServed(urlOf('small'), given.row);
  const { rows, columns, values } = given.table;
  const input = { name: 'input', shape: [rows, columns], datatype: 'FP64' };
  const tensors = JSON.stringify({ inputs: [{ ...input, data: [...values] }] });
  const instances = JSON.stringify({
    instances: Array.from({ length: rows }, (_, row) =>
      Object.fromEntries(
        Array.from({ length: columns }, (__, at) => [`x${at}`, values[row * columns + at]]),
      ),
    ),
  });
  for (const [url, body] of [
    [urlOf('large'), tensors],
    [named, instances],
  ] as const) {
    for (let warm = 0; warm < 3; warm++) await askUntilServed(url, body);
  }
  await untilReady(base);
  const beside = async (batches: (() => Promise<void>) | undefined) => {
    let measured: Measured | undefined;
    const load = postLoadMeanwhile(urlOf('small'), given.row, seconds, how).then((done) => {
      measured = done;
    });
    const times: number[] = [];
    while (batches && measured === undefined) {
      const started = performance.now();
      await batches();
      times.push(performance.now() - started);
    }
    await load;
    times.sort((a, b) => a - b);
    const { p99, perSecond } = measured ?? { p99: Number.NaN, perSecond: Number.NaN };
    return { p99, perSecond, batchMs: times[Math.floor(times.length / 2)] ?? Number.NaN };
  };
  const alone = await beside(undefined);
  const ofTensors = await beside(() => askUntilServed(urlOf('large'), tensors));
  const ofNamed = await beside(() => askUntilServed(named, instances));
  await server.stop();
  return { nothing: alone, 'batches of tensors': ofTensors, 'batches of named rows': ofNamed };
}
