import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  isWinnerBehind,
  type DatasetVersionBody,
  type PredictionBody,
  type ServedModelBody,
  type TrainingRunBody,
} from '@millrace/api';
import { systemClock } from '@millrace/platform';
import { terminal } from './terminal.js';

const dataset = 'breast-cancer';
const target = 'diagnosis';

export interface DemoOptions {
  readonly base: string;
  readonly samples: string;
  readonly signal: AbortSignal;
}

/** The main job over the public API: upload, follow the training it starts, predict. Ends where it finds it done. */
export async function runDemo({ base, samples, signal }: DemoOptions): Promise<void> {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const get = async <Body>(path: string): Promise<Body> => {
    const response = await fetch(base + path, { signal });
    if (!response.ok)
      throw new Error(`GET ${path} answered ${String(response.status)}: ${await response.text()}`);
    return (await response.json()) as Body;
  };

  await waitUntilReady(base, signal);
  terminal.section(`1. Ingest samples/${dataset}.csv`);
  const upload = await fetch(`${base}/api/v1/datasets/${dataset}/versions?target=${target}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(join(samples, `${dataset}.csv`))) as ReadableStream,
    duplex: 'half',
    signal,
  } as RequestInit);
  if (!upload.ok)
    throw new Error(`The upload answered ${String(upload.status)}: ${await upload.text()}`);
  const version = (await upload.json()) as DatasetVersionBody;
  terminal.step(
    upload.status === 201
      ? `version ${String(version.version)}: ${String(version.rows)} rows, ${String(version.columns.length)} columns, target "${target}", md5 ${version.digest.md5}`
      : `these bytes are version ${String(version.version)} already`,
  );

  terminal.section('2. Train every candidate');
  const run = await followTraining(get, version.version, signal);
  printLeaderboard(run);
  if (run.status !== 'succeeded')
    throw new Error(`The training run ${run.status}: ${run.reason ?? 'no reason given'}`);
  terminal.step(
    `winner: ${run.best ?? '?'}, registered as ${run.model} version ${String(run.modelVersion)} (${seconds()} since start)`,
  );
  if (isWinnerBehind(run)) {
    terminal.step('it is as good as any: who is ahead is within the standard error of the folds');
  }

  terminal.section('3. Predict over HTTP');
  const served = await waitForServed(get, run.model, signal);
  const body = JSON.stringify({ instances: [served.inputExample] });
  const path = `/api/v1/models/${run.model}/predict`;
  terminal.line(
    `  curl -s ${base}${path} \\\n    -H 'content-type: application/json' \\\n    -d '${body}'`,
  );
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal,
  });
  if (!response.ok)
    throw new Error(`The prediction answered ${String(response.status)}: ${await response.text()}`);
  const prediction = (await response.json()) as PredictionBody;
  terminal.line(`  ${JSON.stringify(prediction)}`);
  terminal.step(`first prediction ${seconds()} after the services were up`);
}

/** The process listens before its database is open: on a slow disk that takes longer than a request waits. */
async function waitUntilReady(base: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { ok } = await fetch(`${base}/readyz`, { signal });
    if (ok) return;
    await systemClock.sleep(50, signal);
  }
}

type Get = <Body>(path: string) => Promise<Body>;

async function followTraining(
  get: Get,
  version: number,
  signal: AbortSignal,
): Promise<TrainingRunBody> {
  const told = new Set<string>();
  for (;;) {
    signal.throwIfAborted();
    const { items } = await get<{ items: TrainingRunBody[] }>(
      `/api/v1/training-runs?dataset=${dataset}`,
    );
    const run = items.find((each) => each.version === version);
    for (const entry of run?.leaderboard ?? []) {
      if (told.has(entry.name)) continue;
      told.add(entry.name);
      const detail =
        entry.status === 'succeeded'
          ? `F1 ${figure(entry.validation['f1'])}`
          : (entry.reason ?? '');
      terminal.step(`${entry.name}: ${entry.status}${detail === '' ? '' : `, ${detail}`}`);
    }
    if (run && run.status !== 'queued' && run.status !== 'running') return run;
    await systemClock.sleep(100, signal);
  }
}

const figure = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(4));

function printLeaderboard(run: TrainingRunBody): void {
  terminal.line('');
  terminal.table([
    ['candidate (cross-validated)', 'accuracy', 'precision', 'recall', 'F1', 'fit'],
    ...run.leaderboard.map((entry) => [
      entry.name,
      ...['accuracy', 'precision', 'recall', 'f1'].map((name) => figure(entry.validation[name])),
      entry.fitSeconds === undefined ? entry.status : `${entry.fitSeconds.toFixed(2)} s`,
    ]),
    ...run.leaderboard.flatMap(({ name, holdout }) =>
      holdout
        ? [
            [
              `${name} on the untouched holdout`,
              ...['accuracy', 'precision', 'recall', 'f1'].map((name) =>
                figure(holdout.metrics[name]),
              ),
              `${String(holdout.rows)} rows`,
            ],
          ]
        : [],
    ),
  ]);
}

async function waitForServed(
  get: Get,
  model: string,
  signal: AbortSignal,
): Promise<ServedModelBody> {
  for (;;) {
    signal.throwIfAborted();
    const { items } = await get<{ items: ServedModelBody[] }>('/api/v1/served-models');
    const served = items.find((each) => each.model === model);
    if (served) return served;
    await systemClock.sleep(50, signal);
  }
}
