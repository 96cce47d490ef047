import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DriftReportBody, EvaluationBody } from '@millrace/api';
import {
  DatasetServiceDefinition,
  inProcessClient,
  ModelServiceDefinition,
  RunStatus,
  TrackingServiceDefinition,
  type DatasetVersion,
  type EventData,
  type EventType,
  type ModelVersion,
  type Run,
} from '@millrace/contracts';
import { openPgliteDatabase } from '@millrace/database-pglite';
import { encodeFrame, parseCsv } from '@millrace/frame';
import { openFileObjectStore } from '@millrace/object-store-file';
import {
  createMetrics,
  localPrincipal,
  migrateSchema,
  Outbox,
  PlatformError,
  systemClock,
  systemRandom,
  uuidV7,
  type HttpReply,
  type ReceivedEvent,
  type ServiceModule,
  type WithMessaging,
} from '@millrace/platform';
import type { Clock, ObjectStore } from '@millrace/ports';
import { memoryLogger } from '@millrace/testing';
import { createDriftMonitorService, type DriftPolicy } from '../index.js';
import type { DriftDatabase, DriftTables } from '../store/drift-tables.js';

/** The surroundings of a drift monitor: datasets, models, a prediction log, and a clock that can be moved on. */
export interface DriftFixture {
  readonly db: DriftDatabase;
  readonly objects: ObjectStore;
  readonly module: ServiceModule;
  /** While true no other service can be reached. */
  away: boolean;
  /** Moves the clock on. */
  advance(milliseconds: number): void;
  /** Makes a CSV table the next version of a dataset, with its announcement. */
  addVersion(dataset: string, csv: string): Promise<number>;
  /** Makes a model that learned `target` from a dataset version champion, with its announcement. */
  promote(
    model: string,
    version: number,
    from: { dataset: string; version: number },
    evaluation?: EvaluationBody,
  ): Promise<void>;
  /** Adds a file to the prediction log, with its announcement. @param answers those of the rows */
  logPredictions(
    model: string,
    version: number,
    rows: readonly LoggedRow[],
    answers?: readonly (string | number)[],
  ): Promise<void>;
  /** Takes in an event as the consumer does. @returns its id */
  take<Type extends EventType>(type: Type, data: EventData<Type>, id?: string): Promise<string>;
  /** Makes every report that waits. */
  makeReports(): Promise<void>;
  reports(): Promise<DriftReportBody[]>;
  report(id: string): Promise<DriftReportBody>;
  /** Asks for a report and makes it. */
  compare(body: object): Promise<DriftReportBody>;
  call(
    operationId: string,
    given: { params?: unknown; query?: unknown; body?: unknown },
  ): Promise<HttpReply>;
  /** What waits in the outbox, oldest first. */
  events(): Promise<{ type: string; data: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

export type LoggedRow = Readonly<Record<string, string | number | null>>;

export const target = 'class';

export async function openDrift(policy: Partial<DriftPolicy> = {}): Promise<DriftFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-drift-'));
  const database = await openPgliteDatabase({ memory: true });
  const objects = await openFileObjectStore({ folder });
  let offset = 0;
  const clock: Clock = {
    now: () => new Date(systemClock.now().getTime() + offset),
    sleep: (_, signal) =>
      new Promise((wake) => {
        if (signal?.aborted) wake();
        else setImmediate(wake);
      }),
  };
  const ids = uuidV7(clock);
  const datasets = new Map<string, DatasetVersion[]>();
  const models = new Map<string, ModelVersion>();
  const champions = new Map<string, number>();
  const runs = new Map<string, Run>();

  const reached = () => {
    if (fixture.away) throw new PlatformError('unavailable', 'The service cannot be reached.');
  };
  const module = createDriftMonitorService({
    database,
    objects,
    outbox: new Outbox({ service: 'drift-monitor', schema: 'drift_monitor', database, clock, ids }),
    clock,
    ids,
    random: systemRandom,
    logger: memoryLogger(),
    metrics: createMetrics(),
    datasets: inProcessClient(DatasetServiceDefinition, {
      getDatasetVersion: async ({ dataset, version }) => {
        await Promise.resolve().then(reached);
        const versions = datasets.get(dataset) ?? [];
        const found = version === undefined ? versions.at(-1) : versions[version - 1];
        if (!found) throw new PlatformError('not_found', `There is no dataset "${dataset}" so.`);
        return { version: found };
      },
    }),
    models: inProcessClient(ModelServiceDefinition, {
      registerModelVersion: () =>
        Promise.reject(new PlatformError('unimplemented', 'Nobody registers here.')),
      listModels: () => Promise.resolve({ models: [], nextPageToken: '' }),
      moveAlias: () =>
        Promise.reject(new PlatformError('unimplemented', 'Nobody moves aliases here.')),
      getModelVersion: async ({ model, selector }) => {
        await Promise.resolve().then(reached);
        const number = selector?.$case === 'version' ? selector.value : champions.get(model);
        const found = models.get(`${model}/${number ?? ''}`);
        if (!found) throw new PlatformError('not_found', `There is no model "${model}" so.`);
        return { version: found };
      },
    }),
    tracking: inProcessClient(TrackingServiceDefinition, {
      createRun: () => Promise.reject(new PlatformError('unimplemented', 'Nobody tracks here.')),
      updateRun: () => Promise.reject(new PlatformError('unimplemented', 'Nobody tracks here.')),
      getRun: async ({ runId }) => {
        await Promise.resolve().then(reached);
        const run = runs.get(runId);
        if (!run) throw new PlatformError('not_found', `There is no run "${runId}".`);
        return { run };
      },
    }),
    policy,
  });
  const db = database.schema<WithMessaging<DriftTables>>('drift_monitor');
  await migrateSchema(database.schema('drift_monitor'), 'drift_monitor', module.migrations);

  const fixture: DriftFixture = {
    db,
    objects,
    module,
    away: false,
    advance: (milliseconds) => (offset += milliseconds),
    async addVersion(dataset, csv) {
      const frame = parseCsv(Buffer.from(csv));
      const encoded = encodeFrame(frame);
      const sha256 = createHash('sha256').update(encoded).digest('hex');
      const versions = datasets.get(dataset) ?? [];
      const version = versions.length + 1;
      const frameKey = `frames/${sha256}`;
      await objects.put(frameKey, encoded);
      versions.push({
        dataset,
        version,
        digest: { md5: '', sha256 },
        rows: frame.rowCount,
        columns: frame.columns.map(({ name, type }) => ({ name, type })),
        target,
        dataKey: '',
        frameKey,
        createdAt: undefined,
      });
      datasets.set(dataset, versions);
      await fixture.take('dataset.updated', {
        dataset,
        version,
        sha256,
        rows: frame.rowCount,
        target,
      });
      return version;
    },
    async promote(model, version, from, evaluation) {
      const runId = `run-${model}-${version}`;
      if (evaluation) runs.set(runId, await runThatLeft(objects, runId, evaluation));
      const learned = datasets.get(from.dataset)?.[from.version - 1];
      const inputs = (learned?.columns ?? []).filter(({ name }) => name !== target);
      models.set(`${model}/${version}`, {
        model,
        version,
        runId,
        algorithm: 'baseline',
        modelKey: '',
        sha256: '',
        size: 0,
        signatureJson: JSON.stringify({ inputs, task: 'binary', target, classes: ['a', 'b'] }),
        lineage: {
          dataset: from.dataset,
          datasetVersion: from.version,
          datasetSha256: learned?.digest?.sha256 ?? '',
          codeCommit: 'unknown',
          seed: 1,
          target,
          frameKey: learned?.frameKey ?? '',
        },
        metric: 'f1',
        holdoutMetrics: {},
        aliases: ['champion'],
        createdAt: undefined,
      });
      champions.set(model, version);
      await fixture.take('model.promoted', {
        model,
        version,
        alias: 'champion',
        previousVersion: undefined,
        reason: '',
      });
    },
    async logPredictions(model, version, rows, answers = []) {
      const at = clock.now().toISOString();
      const key = `predictions/${model}/${at.slice(0, 10)}/${ids.next()}.ndjson`;
      const lines = rows.map((features, row) =>
        JSON.stringify({ at, version, features, prediction: answers[row] }),
      );
      await objects.put(key, Buffer.from(`${lines.join('\n')}\n`));
      await fixture.take('predictions.logged', {
        model,
        key,
        rows: rows.length,
        firstAt: at,
        lastAt: at,
        versions: [version],
      });
    },
    async take(type, data, id = ids.next()) {
      const found = module.subscriptions.find((each) => each.type === type);
      if (!found) throw new TypeError(`Nobody takes in ${type}.`);
      const event = { id, type, key: 'key', time: clock.now(), data };
      const effect = await found.prepare(event as ReceivedEvent, new AbortController().signal);
      await db.transaction().execute((transaction) => effect(transaction as never));
      return id;
    },
    async makeReports() {
      const stopping = new AbortController();
      const working = Promise.all(module.tasks.map(({ run }) => run(stopping.signal)));
      const waiting = () =>
        db.selectFrom('drift_report').select('id').where('status', '=', 'running').execute();
      while ((await waiting()).length > 0) await new Promise((wake) => setImmediate(wake));
      stopping.abort();
      await working;
    },
    async reports() {
      const reply = await fixture.call('listDriftReports', {});
      return (reply as { json: { items: DriftReportBody[] } }).json.items;
    },
    async report(id) {
      const reply = await fixture.call('getDriftReport', { params: { id } });
      return (reply as { json: DriftReportBody }).json;
    },
    async compare(body) {
      const reply = await fixture.call('createDriftReport', { body });
      await fixture.makeReports();
      return fixture.report((reply as { json: { id: string } }).json.id);
    },
    async call(operationId, given) {
      const found = module.routes.find(({ endpoint }) => endpoint.operationId === operationId);
      if (!found) throw new TypeError(`There is no route ${operationId}.`);
      const { endpoint, handle } = found;
      return handle({
        params: (endpoint.params?.parse(given.params ?? {}) ?? {}) as never,
        query: (endpoint.query?.parse(given.query ?? {}) ?? {}) as never,
        body: (endpoint.body?.kind === 'json'
          ? endpoint.body.schema.parse(given.body)
          : undefined) as never,
        stream: (async function* () {})(),
        header: () => undefined,
        principal: localPrincipal,
        signal: new AbortController().signal,
      });
    },
    async events() {
      const rows = await db.selectFrom('outbox').selectAll().orderBy('sequence').execute();
      return rows.map(({ topic, value }) => ({
        type: topic.replace('millrace.', ''),
        data: JSON.parse(Buffer.from(value).toString()) as Record<string, unknown>,
      }));
    },
    async close() {
      await objects.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return fixture;
}

/** A table of `rows` rows: numbers `x` and `y` around `shift`, and a class that follows from them. */
export function table({ rows = 200, shift = 0 }: { rows?: number; shift?: number } = {}): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const { x, y } = numbers(i, shift);
    return `${x},${y},${x > shift ? 'a' : 'b'}`;
  });
  return `x,y,${target}\n${lines.join('\n')}\n`;
}

/** Such rows as a client asks for predictions of. */
export function rowsLike({ rows = 200, shift = 0 } = {}): LoggedRow[] {
  return Array.from({ length: rows }, (_, i) => numbers(i, shift));
}

function numbers(i: number, shift: number): { x: number; y: number } {
  return { x: shift + Math.sin(i * 12.9898), y: shift + Math.sin(i * 78.233) };
}

/** A run with its evaluation among its artifacts, as the trainer leaves it. */
async function runThatLeft(
  objects: ObjectStore,
  runId: string,
  evaluation: EvaluationBody,
): Promise<Run> {
  const key = `artifacts/points/${runId}/model/evaluation.json`;
  const bytes = Buffer.from(JSON.stringify(evaluation));
  const { size } = await objects.put(key, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    ...{ runId, experiment: 'points', name: 'points v1', parentRunId: undefined },
    ...{ startedAt: undefined, endedAt: undefined, parameters: {}, metrics: {}, tags: {} },
    status: RunStatus.RUN_STATUS_FINISHED,
    artifacts: [{ path: 'evaluation.json', key, size, sha256 }],
  };
}
