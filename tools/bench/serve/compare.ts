import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readBenchData } from '../train/bench-data.js';
import { batchRows, batchTimes } from './batch.js';
import { besideBatches } from './beside-batches.js';
import { callLoad, postLoad } from './load.js';
import { askUntilServed, flagsOfImage, startNode, startPeer, untilReady } from './servers.js';

const only = process.argv.slice(2);
const place = (name: string): string => {
  const value = process.env[`BENCH_${name}`];
  if (value === undefined) throw new Error('Start it with npm run bench:serve.');
  return value;
};
const [data, models, built, peers] = ['DATA', 'MODELS', 'BUILT', 'PEERS'].map(place) as [
  string,
  string,
  string,
  string,
];
const seconds = 5;
const small = readBenchData(data, '455x30');
const row = [...small.test.values.subarray(0, small.set.table.columns)];
const named = Object.fromEntries(row.map((value, index) => [`x${index}`, value]));
const tensorOf = { name: 'input', shape: [1, row.length], datatype: 'FP64' };
const inferBody = JSON.stringify({ inputs: [{ ...tensorOf, data: row }] });
const namedBody = JSON.stringify({ instances: [named] });
const plainBody = JSON.stringify({ instances: [row] });

const folder = mkdtempSync(join(tmpdir(), 'bench-serve-'));
const modelArgs = ['forest', 'logistic'].map(
  (kind) => `${kind}=${join(models, `${kind}-455x30.millrace`)}`,
);
const startMillrace = () =>
  startNode(
    join(built, 'millrace-server.mjs'),
    [join(folder, 'millrace'), ...modelArgs],
    flagsOfImage(place('DOCKERFILE')),
  );

const wanted = (name: string) => only.length === 0 || only.some((word) => name.includes(word));
const figure = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

function tell(work: string, ours: number, peer: string, theirs: number, bar: number): void {
  const ratio = ours / theirs;
  const verdict = ratio >= bar ? 'met' : 'MISSED';
  console.log(
    `${work.padEnd(34)} ${figure(ours).padStart(8)}  ${peer.padEnd(24)} ${figure(theirs).padStart(8)}  ${ratio.toFixed(2).padStart(7)}  >= ${String(bar).padEnd(5)} ${verdict}`,
  );
}

function tellUnder(work: string, value: number, unit: string, bar: number): void {
  const verdict = value < bar ? 'met' : 'MISSED';
  console.log(
    `${work.padEnd(34)} ${figure(value).padStart(8)} ${unit}, under ${bar} ${unit}: ${verdict}`,
  );
}

console.log(`Requests a second of one row, 16 connections; each figure over ${seconds} s.`);
console.log(
  'work                                   ours  peer                       theirs    ratio  bar',
);
if (wanted('rest')) await compareRest();
if (wanted('grpc')) await compareGrpc();
if (wanted('batch')) await compareBatch();
if (wanted('beside')) await measureBeside();
if (wanted('start')) await measureStart();
if (wanted('memory')) measureMemory();
rmSync(folder, { recursive: true, force: true });

async function compareRest(): Promise<void> {
  const bare = await startNode(join(built, 'bare-server.mjs'), []);
  const bareUrl = `http://127.0.0.1:${bare.http}/`;
  const millrace = await startMillrace();
  const base = `http://127.0.0.1:${millrace.http}`;
  const infer = (model: string) => `${base}/v2/models/${model}/infer`;
  await askUntilServed(infer('forest'), inferBody);
  await untilReady(base);
  // Both are warm before either is timed.
  const timed = (url: string, body: string) => {
    postLoad(url, body, 3);
    return postLoad(url, body, seconds);
  };
  const forest = timed(infer('forest'), inferBody);
  const bareInfer = timed(bareUrl, inferBody);
  const logistic = timed(infer('logistic'), inferBody);
  const predict = timed(`${base}/api/v1/models/forest/predict`, namedBody);
  const bareNamed = timed(bareUrl, namedBody);
  // Sixteen connections that each wait so long ask half as often.
  const pause = (2 * 16 * 1000) / forest.perSecond - (16 * 1000) / forest.perSecond;
  const half = postLoad(infer('forest'), inferBody, seconds, pause);
  // What the load generator and the machine add to any tail.
  const bareHalf = postLoad(bareUrl, inferBody, seconds, pause);
  await millrace.stop();
  await bare.stop();

  const fastapi = async (model: string) => {
    const port = 18_470;
    const peer = await startPeer(
      place('PYTHON'),
      ['-m', 'uvicorn', 'serve_fastapi:app', '--port', String(port), '--log-level', 'error'],
      {
        port,
        url: `http://127.0.0.1:${port}/openapi.json`,
        cwd: peers,
        env: { MODEL: join(models, 'scikit-learn', model, 'model.joblib') },
      },
    );
    const measured = timed(`http://127.0.0.1:${port}/predict`, plainBody);
    await peer.stop();
    return measured.perSecond;
  };
  const mlserverFolder = join(models, 'mlserver', 'forest-455x30');
  const mlserver = await startPeer(place('MLSERVER'), ['start', mlserverFolder], {
    port: 18_480,
    url: 'http://127.0.0.1:18480/v2/models/forest/ready',
  });
  const mlserverForest = timed('http://127.0.0.1:18480/v2/models/forest/infer', inferBody);
  await mlserver.stop();

  const ours = forest.perSecond;
  tell('forest, /v2 REST', ours, 'FastAPI + scikit-learn', await fastapi('forest-455x30'), 200);
  tell('forest, /v2 REST', ours, 'MLServer', mlserverForest.perSecond, 100);
  tell('forest, /v2 REST', ours, 'bare Node http', bareInfer.perSecond, 0.7);
  const linear = logistic.perSecond;
  tell(
    'logistic, /v2 REST',
    linear,
    'FastAPI + scikit-learn',
    await fastapi('logistic-455x30'),
    25,
  );
  tell('logistic, /v2 REST', linear, 'bare Node http', bareInfer.perSecond, 0.8);
  tell('forest, named features', predict.perSecond, 'bare Node http', bareNamed.perSecond, 0.6);
  tellUnder(`99 % at ${figure(half.perSecond)} a second`, half.p99, 'ms', 3);
  console.log(
    `bare Node http at ${figure(bareHalf.perSecond)} a second`.padEnd(34),
    figure(bareHalf.p99).padStart(8),
    'ms',
  );
}

async function compareGrpc(): Promise<void> {
  const bare = await startNode(join(built, 'bare-server.mjs'), []);
  const millrace = await startMillrace();
  await askUntilServed(`http://127.0.0.1:${millrace.http}/v2/models/forest/infer`, inferBody);
  const raw = Buffer.from(Float64Array.from(row).buffer).toString('base64');
  const call = (time: number) =>
    callLoad(
      place('GHZ'),
      {
        address: `127.0.0.1:${millrace.grpc}`,
        proto: join(place('PROTO'), 'inference/open_inference.proto'),
        call: 'inference.GRPCInferenceService/ModelInfer',
      },
      { model_name: 'forest', inputs: [tensorOf], raw_input_contents: [raw] },
      time,
    );
  const empty = (time: number) =>
    callLoad(
      place('GHZ'),
      { address: `127.0.0.1:${bare.grpc}`, proto: place('BARE_PROTO'), call: 'bench.Bare/Call' },
      {},
      time,
    );
  call(1);
  empty(1);
  const ours = call(seconds);
  const theirs = empty(seconds);
  await millrace.stop();
  await bare.stop();
  tell('forest, OIP gRPC', ours.perSecond, 'empty call of grpc-js', theirs.perSecond, 0.8);
}

async function compareBatch(): Promise<void> {
  const { set, test } = readBenchData(data, '80000x20');
  const { columns } = set.table;
  const ours = await batchTimes({
    model: join(models, 'forest-80000x20.millrace'),
    table: { rows: batchRows, columns, values: test.values.slice(0, batchRows * columns) },
    server: join(built, 'millrace-server.mjs'),
    worker: pathToFileURL(join(built, 'scoring.worker.mjs')),
    flags: flagsOfImage(place('DOCKERFILE')),
    folder: join(folder, 'batch'),
  });
  const { status, stdout, stderr } = spawnSync(
    place('PYTHON'),
    [
      join(peers, 'serve_batch.py'),
      data,
      '80000x20',
      join(models, 'scikit-learn/forest-80000x20/model.joblib'),
      String(batchRows),
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The peers failed:\n${stderr}`);
  for (const [peer, theirs] of Object.entries(JSON.parse(stdout) as Record<string, number>)) {
    for (const [how, milliseconds] of Object.entries(ours)) {
      tell(`batch rows/s, ${how}`, (batchRows * 1000) / milliseconds, peer, 1e6 / theirs, 1);
    }
  }
}

async function measureBeside(): Promise<void> {
  const { set, test } = readBenchData(data, '80000x20');
  const { columns } = set.table;
  const measured = await besideBatches({
    small: join(models, 'forest-455x30.millrace'),
    large: join(models, 'forest-80000x20.millrace'),
    row: inferBody,
    table: { rows: batchRows, columns, values: test.values.slice(0, batchRows * columns) },
    server: join(built, 'millrace-server.mjs'),
    flags: flagsOfImage(place('DOCKERFILE')),
    folder: join(folder, 'beside'),
  });
  for (const [how, { p99, perSecond, batchMs }] of Object.entries(measured)) {
    const batches = Number.isNaN(batchMs) ? '' : `; a batch in ${figure(batchMs)} ms`;
    const said = `single rows beside ${how}`.padEnd(40);
    console.log(`${said} 99 % ${figure(p99)} ms at ${figure(perSecond)} a second${batches}`);
  }
}

async function measureStart(): Promise<void> {
  // Once to have the database and the model on disk.
  const first = await startMillrace();
  await askUntilServed(`http://127.0.0.1:${first.http}/v2/models/forest/infer`, inferBody);
  await first.stop();
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    const started = performance.now();
    const server = await startMillrace();
    await askUntilServed(`http://127.0.0.1:${server.http}/v2/models/forest/infer`, inferBody);
    times.push(performance.now() - started);
    await server.stop();
  }
  times.sort((a, b) => a - b);
  tellUnder('process to first answer', times[1] ?? Number.NaN, 'ms', 500);
}

function measureMemory(): void {
  const file = join(models, 'forest-455x30.millrace');
  const { stdout } = spawnSync(
    process.execPath,
    ['--expose-gc', join(built, 'hold-models.mjs'), file, '1000'],
    { encoding: 'utf8' },
  );
  const { taken, files } = JSON.parse(stdout) as { taken: number; files: number };
  tellUnder('memory of 1,000 models / files', taken / files, 'times', 1.2);
}
