import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { openThreadPool } from '@millrace/task-pool-threads';
import {
  encodeFrame,
  type CategoricalColumn,
  type Frame,
  type NumericColumn,
} from '@millrace/frame';
import { createRandom } from '@millrace/ml';
import {
  openBench,
  type CandidatePool,
} from '../../../libs/services/trainer/src/testing/trainer-bench.js';

const [built = '', rowsGiven = '1000000', mostGiven = '1500'] = process.argv.slice(2);
const rows = Number(rowsGiven);
const mostMegabytes = Number(mostGiven);
const columns = 20;
const target = 'label';

/** Two classes that some of the numbers tell apart, two of them together only. */
function largeTable(): Frame {
  const random = createRandom(1);
  const numbers = Array.from({ length: columns }, (_, index): NumericColumn => ({
    kind: 'numeric',
    name: `x${index}`,
    type: 'number',
    values: new Float64Array(rows).map(() => random.next() * 2 - 1),
  }));
  const label: CategoricalColumn = {
    kind: 'categorical',
    name: target,
    type: 'string',
    codes: new Int32Array(rows).map((_, row) => {
      const x = (index: number) => numbers[index]?.values[row] ?? 0;
      const sum = 3 * x(0) * x(1) + 2 * x(2) + Math.abs(x(3)) - x(4) ** 2;
      return sum + 0.5 * (random.next() - 0.5) > 0 ? 1 : 0;
    }),
    categories: ['no', 'yes'],
  };
  return { rowCount: rows, columns: [...numbers, label] };
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

/** The most memory that this process has had, its threads included, since the last `forgetPeak`. Linux. */
function peakMegabytes(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
  return megabytes(Number(kilobytes) * 1024);
}

function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

const bench = await openBench();
await bench.reset();
await bench.addDataset('large', encodeFrame(largeTable()), {
  target,
  columns: [
    ...Array.from({ length: columns }, (_, index) => ({ name: `x${index}`, type: 'number' })),
    { name: target, type: 'string' },
  ],
});
// What it takes to make the table and to open an embedded database is not training: nor is what of it waits to be collected.
globalThis.gc?.();
forgetPeak();
const base = megabytes(process.memoryUsage().rss);
const pool: CandidatePool = openThreadPool({
  worker: pathToFileURL(join(built, 'candidate.worker.js')),
  size: 2,
});
const trainer = bench.process({ pool, policy: { folds: 5 } });
trainer.start();
const started = performance.now();
const body = { dataset: 'large', seed: 1 };
const reply = await trainer.call('startTrainingRun', { body });
const { id } = (reply as { json: { id: string } }).json;
let run = await trainer.run(id);
while (run.status === 'queued' || run.status === 'running') {
  await wait(250);
  run = await trainer.run(id);
}
const peak = peakMegabytes();
const seconds = Math.round((performance.now() - started) / 1000);
for (const { name, status, reason, validation } of run.leaderboard) {
  console.log(`${name}: ${validation[run.metric]?.toFixed(4) ?? reason ?? status}`);
}
console.log(
  `${rows} rows x ${columns}: ${run.status}, ${run.best ?? run.reason ?? ''} wins after ${seconds} s; at most ${peak} MB, of which ${base} MB before the run. The bar is ${mostMegabytes} MB.`,
);
process.exitCode = run.status === 'succeeded' && peak <= mostMegabytes ? 0 : 1;
await bench.close();
