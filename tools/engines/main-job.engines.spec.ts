import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uniqueName } from '@millrace/testing';
import { freePorts } from './processes.mjs';
import { createFleet, serviceNames, type Fleet, type ServiceName } from './service-fleet.js';

interface S3Server {
  readonly name: string;
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
}
type Json = Record<string, unknown>;

const dataset = 'penguins';
const model = dataset;
const correlationId = 'shifted-upload';
const name = uniqueName('job');
const folder = join(tmpdir(), `millrace-${name}`);
let fleet: Fleet;

beforeAll(async () => {
  const servers = JSON.parse(process.env['MILLRACE_TEST_S3'] ?? '[]') as readonly S3Server[];
  const minio = servers.find((server) => server.name === 'minio');
  if (!minio) throw new Error('No MinIO: run npm run test:engines.');
  fleet = await createFleet({
    folder,
    ports: await freePorts(2 * serviceNames.length),
    environment: {
      MILLRACE_DATABASE: await createDatabase(name),
      MILLRACE_EVENT_BUS: `kafka://${process.env['MILLRACE_TEST_KAFKA'] ?? ''}`,
      MILLRACE_OBJECT_STORE: `s3://${name.replace('_', '-')}?endpoint=${minio.endpoint}`,
      MILLRACE_S3_ACCESS_KEY: minio.accessKey,
      MILLRACE_S3_SECRET_KEY: minio.secretKey,
    },
  });
  await Promise.all(serviceNames.map((service) => fleet[service].start()));
});
afterAll(async () => {
  await Promise.all(serviceNames.map((service) => fleet[service].kill()));
  await rm(folder, { recursive: true, force: true });
});

async function createDatabase(database: string): Promise<string> {
  const url = new URL(process.env['MILLRACE_TEST_POSTGRES'] ?? '');
  const admin = new Pool({ connectionString: url.href, max: 1 });
  await admin.query(`create database ${database}`);
  await admin.end();
  url.pathname = `/${database}`;
  return url.href;
}

const patience = { timeout: 90_000, interval: 200 };

async function get(service: ServiceName, path: string): Promise<Json> {
  const response = await fetch(fleet[service].origin + path);
  if (!response.ok)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Json;
}
async function items(service: ServiceName, path: string): Promise<Json[]> {
  return (await get(service, path))['items'] as Json[];
}

/** Kills a service and starts it again. */
async function strike(service: ServiceName): Promise<void> {
  await fleet[service].kill();
  await fleet[service].start();
}

/** Uploads until the service has answered: a client whose upload was cut off sends it again. */
async function upload(
  bytes: Uint8Array,
  headers: Record<string, string> = {},
): Promise<{ status: number; version: Json }> {
  for (;;) {
    try {
      const response = await fetch(
        `${fleet.ingestion.origin}/api/v1/datasets/${dataset}/versions?target=species`,
        {
          method: 'POST',
          headers: { ...headers, 'content-type': 'text/csv' },
          body: new Uint8Array(bytes),
        },
      );
      if (response.ok) return { status: response.status, version: (await response.json()) as Json };
    } catch {
      // Refused or cut off.
    }
    await pause(50);
  }
}

const runsOf = async (version: number) =>
  (await items('trainer', `/api/v1/training-runs?dataset=${dataset}`)).filter(
    (run) => run['version'] === version,
  );

/** Penguins of which each is heavier and longer of flipper than any that was seen. */
function shifted(csv: string): string {
  const [header = '', ...rows] = csv.trim().split('\n');
  const moved = rows.map((row) => {
    const cells = row.split(',');
    for (const [index, by] of [
      [2, 20],
      [3, 12],
      [4, 90],
      [5, 4000],
    ] as const) {
      const value = Number(cells[index]);
      if (cells[index] !== '' && Number.isFinite(value)) cells[index] = String(value + by);
    }
    return cells.join(',');
  });
  return `${[header, ...moved].join('\n')}\n`;
}

describe('the main job over Kafka, MinIO and PostgreSQL, while each service is killed in turn', () => {
  let csv: string;
  const answered = new Map<number, string>();

  beforeAll(async () => {
    csv = await readFile(new URL('../../samples/penguins.csv', import.meta.url), 'utf8');
  });

  it('makes one version of an upload during which ingestion is killed', async () => {
    const bytes = Buffer.from(csv);
    const uploading = upload(bytes);
    await strike('ingestion');
    await uploading;
    await strike('ingestion');
    const again = await upload(bytes);
    expect(again.status).toBe(200);
    expect(again.version).toMatchObject({ dataset, version: 1, rows: 344 });
    expect(await items('ingestion', `/api/v1/datasets/${dataset}`)).toHaveLength(1);
  });

  it('trains that version once, though trainer and registry are killed under way', async () => {
    await expect.poll(() => runsOf(1), patience).toHaveLength(1);
    await expect
      .poll(async () => (await runsOf(1))[0]?.['status'], patience)
      .toMatch(/running|succeeded/);
    await Promise.all([strike('trainer'), strike('registry')]);
    await expect
      .poll(async () => (await runsOf(1))[0], patience)
      .toMatchObject({ status: 'succeeded', modelVersion: 1 });
    const [run] = await runsOf(1);
    const board = run?.['leaderboard'] as Json[];
    const names = board.map((entry) => entry['name']);
    expect(names).toEqual(
      expect.arrayContaining([
        'baseline',
        'gradient-boosting',
        'shallow-boosting',
        'multilayer-perceptron',
        'mljs-logistic-regression',
        'mljs-random-forest',
        'stacked-ensemble',
        'weighted-ensemble',
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
    // One record of the run and one of each candidate.
    const records = await items('registry', `/api/v1/experiments/${model}/runs`);
    expect(records).toHaveLength(1 + names.length);
    await expect
      .poll(() => get('registry', `/api/v1/models/${model}`), patience)
      .toMatchObject({ aliases: { champion: 1 } });
    const { versions } = await get('registry', `/api/v1/models/${model}`);
    expect(versions).toHaveLength(1);
  });

  it('answers, and logs every answer once, though inference is killed twice', async () => {
    await expect
      .poll(() => items('inference', '/api/v1/served-models'), patience)
      .toMatchObject([{ model, version: 1 }]);
    const [served] = await items('inference', '/api/v1/served-models');
    const example = served?.['inputExample'] as Json;

    let asking = true;
    const client = (async () => {
      // The year of each request is its own, so that its line of the log can be told from the others.
      for (let year = 10_000; asking || answered.size < 150; year++) {
        try {
          const response = await fetch(`${fleet.inference.origin}/api/v1/models/${model}/predict`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ instances: [{ ...example, year }] }),
          });
          if (response.status !== 200) continue;
          const { predictions } = (await response.json()) as { predictions: string[] };
          answered.set(year, predictions[0] ?? '');
        } catch {
          // Refused or cut off: no answer, so no promise.
          await pause(20);
        }
      }
    })();
    await expect.poll(() => answered.size, patience).toBeGreaterThan(40);
    await strike('inference');
    const before = answered.size;
    await expect.poll(() => answered.size, patience).toBeGreaterThan(before + 40);
    await strike('inference');
    asking = false;
    await client;

    await expect
      .poll(async () => {
        const logged = await loggedPredictions();
        return [...answered.keys()].filter((year) => !logged.some((line) => line.year === year));
      }, patience)
      .toEqual([]);
    const logged = await loggedPredictions();
    const years = logged.map(({ year }) => year);
    expect(new Set(years).size).toBe(years.length);
    for (const { year, prediction } of logged) {
      if (answered.has(year)) expect(prediction).toBe(answered.get(year));
    }
  });

  it('compares a shifted version once and closes the loop, though the drift monitor is killed', async () => {
    const { version } = await upload(Buffer.from(shifted(csv)), {
      'x-correlation-id': correlationId,
    });
    expect(version).toMatchObject({ version: 2 });
    await strike('drift-monitor');
    const reports = async () =>
      (await items('drift-monitor', '/api/v1/drift-reports')).filter(
        ({ mode }) => mode === 'dataset',
      );
    await expect.poll(async () => (await reports())[0]?.['status'], patience).toBe('completed');
    await strike('drift-monitor');
    const [report, ...more] = await reports();
    expect(more).toEqual([]);
    expect(report).toMatchObject({
      reference: { dataset, version: 1 },
      current: { dataset, version: 2 },
      dataset: { drifted: true },
      retraining: { reason: expect.any(String) as string },
    });

    await expect
      .poll(async () => (await runsOf(2)).map(({ status }) => status), patience)
      .toEqual(['succeeded']);
    // A new champion, or the gate's reason why not.
    await expect
      .poll(async () => {
        const { versions } = await get('registry', `/api/v1/models/${model}`);
        const second = (versions as Json[]).find((each) => each['version'] === 2);
        return second?.['gate'] ?? second;
      }, patience)
      .toBeTruthy();
  });

  it('logs the correlation id of the upload in each service that worked for it', () => {
    const said = (service: ServiceName, message: string) =>
      fleet[service]
        .log()
        .split('\n')
        .some((line) => line.includes(message) && line.includes(`"${correlationId}"`));
    expect(said('ingestion', 'A dataset version was added.')).toBe(true);
    expect(said('trainer', 'A training run succeeded.')).toBe(true);
    expect(said('drift-monitor', 'A drift report was made.')).toBe(true);
  });

  it('leaves nothing undone: no event waits, none went to the dead letters, all stop in good order', async () => {
    const codes = await Promise.all(serviceNames.map((service) => fleet[service].stop()));
    expect(codes).toEqual(serviceNames.map(() => 0));
    for (const service of serviceNames) {
      expect(fleet[service].log()).not.toContain('dead letters');
    }
  });
});

async function loggedPredictions(): Promise<{ year: number; prediction: string }[]> {
  const response = await fetch(`${fleet.inference.origin}/api/v1/models/${model}/predictions.csv`);
  if (!response.ok) return [];
  const [header = '', ...lines] = (await response.text()).trim().split(/\r?\n/);
  const names = header.split(',').map((cell) => cell.replaceAll('"', ''));
  const year = names.findIndex((cell) => cell.endsWith('year'));
  const prediction = names.indexOf('prediction');
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.replaceAll('"', ''));
    return { year: Number(cells[year]), prediction: cells[prediction] ?? '' };
  });
}
