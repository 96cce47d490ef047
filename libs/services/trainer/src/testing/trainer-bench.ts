import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inlinePool } from '@millrace/task-pool-threads';
import {
  DatasetServiceDefinition,
  eventCodecs,
  inProcessClient,
  topicOf,
  type DatasetVersion,
  type EventData,
  type EventType,
} from '@millrace/contracts';
import { openPgliteDatabase } from '@millrace/database-pglite';
import { openFileObjectStore } from '@millrace/object-store-file';
import {
  createMetrics,
  migrateSchema,
  Outbox,
  PlatformError,
  systemPrincipal,
  uuidV7,
  type HttpReply,
  type Metrics,
  type ReceivedEvent,
  type ServiceModule,
} from '@millrace/platform';
import type { Database, Logger, ObjectStore, TaskPool } from '@millrace/ports';
import type { TrainingRunBody } from '@millrace/api';
import { createTrainerService } from '../create-trainer-service.js';
import type { TrainerPolicy } from '../dependencies.js';
import type { CandidateTask, CandidateTaskResult } from '../domain/learning.js';
import { runCandidateTask } from '../domain/learning.js';
import { sha256Of } from '../operations/read-frame-bytes.js';
import { foldsOf, type FoldRow } from '../store/folds.js';
import type { TrainerDatabase } from '../store/tables.js';
import { TestClock } from './test-clock.js';
import { TestRegistry } from './test-registry.js';

export type CandidatePool = TaskPool<CandidateTask, CandidateTaskResult>;

/** The surroundings of trainer processes that share one database, one object store and one registry. */
export interface TrainerBench {
  readonly registry: TestRegistry;
  readonly objects: ObjectStore;
  readonly database: Database;
  /** Stores the frame and makes it a version of the dataset. */
  addDataset(
    name: string,
    frame: Uint8Array,
    details: Partial<DatasetVersion>,
  ): Promise<DatasetVersion>;
  /** A process of its own: clock, pool and service. */
  process(options?: { pool?: CandidatePool; policy?: Partial<TrainerPolicy> }): TrainerProcess;
  /** Data of the events recorded for publishing, in order. */
  eventsOf<Type extends EventType>(type: Type): Promise<EventData<Type>[]>;
  /** The folds of a run that are in the store. */
  foldsOf(runId: string): Promise<FoldRow[]>;
  /** Where the object store holds something of a run. */
  keysOf(runId: string): Promise<string[]>;
  /** Stops every process and forgets all rows. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface TrainerProcess {
  readonly service: ServiceModule;
  readonly clock: TestClock;
  readonly metrics: Metrics;
  /** Begins the background work. */
  start(): void;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** What SIGKILL leaves: nothing renewed, nothing let go of, nothing said. */
  kill(): void;
  /** Calls an operation of the REST API. */
  call(operationId: string, request?: CallRequest): Promise<HttpReply>;
  run(id: string): Promise<TrainingRunBody>;
  /** Takes in an event, exactly as the consumer would. */
  take<Type extends EventType>(type: Type, data: EventData<Type>): Promise<void>;
}

export interface CallRequest {
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

export async function openBench(): Promise<TrainerBench> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-trainer-'));
  const database = await openPgliteDatabase({ memory: true });
  const objects = await openFileObjectStore({ folder });
  const db = database.schema<TrainerDatabase>('trainer');
  const registry = new TestRegistry();
  const datasets = new Map<string, DatasetVersion[]>();
  const processes: TrainerProcess[] = [];
  let migrated = false;

  const datasetClient = inProcessClient(DatasetServiceDefinition, {
    getDatasetVersion: ({ dataset, version }) => {
      const versions = datasets.get(dataset) ?? [];
      const found =
        version === undefined ? versions.at(-1) : versions.find((each) => each.version === version);
      return found
        ? Promise.resolve({ version: found })
        : Promise.reject(new PlatformError('not_found', `There is no dataset ${dataset}.`));
    },
  });

  function makeProcess({
    pool = inlinePool(runCandidateTask),
    policy = {},
  }: { pool?: CandidatePool; policy?: Partial<TrainerPolicy> } = {}): TrainerProcess {
    const clock = new TestClock();
    const ids = uuidV7(clock);
    const metrics = createMetrics();
    let seed = 41;
    const service = createTrainerService({
      database,
      objects,
      outbox: new Outbox({ service: 'trainer', schema: 'trainer', database, clock, ids }),
      clock,
      ids,
      random: { seed: () => ++seed },
      logger: silent,
      metrics,
      datasets: datasetClient,
      tracking: registry.tracking,
      models: registry.models,
      pool,
      codeCommit: 'c0ffee0',
      policy: { folds: 3, ...policy },
    });
    const stopping = new AbortController();
    let working: Promise<unknown> = Promise.resolve();
    const process: TrainerProcess = {
      service,
      clock,
      metrics,
      start() {
        working = Promise.all(service.tasks.map(({ run }) => run(stopping.signal)));
      },
      async stop() {
        stopping.abort();
        await working;
        await service.close?.();
      },
      kill() {
        clock.stop();
        processes.splice(processes.indexOf(process), 1);
      },
      async call(operationId, { params = {}, query = {}, body, signal, headers = {} } = {}) {
        const route = service.routes.find(({ endpoint }) => endpoint.operationId === operationId);
        if (!route) throw new TypeError(`There is no operation ${operationId}.`);
        return route.handle({
          params: params as never,
          query: query as never,
          body: body as never,
          stream: (async function* () {})(),
          header: (name) => headers[name],
          principal: systemPrincipal,
          signal: signal ?? new AbortController().signal,
        });
      },
      async run(id) {
        const reply = await process.call('getTrainingRun', { params: { id } });
        return (reply as { json: TrainingRunBody }).json;
      },
      async take(type, data) {
        const subscription = service.subscriptions.find((each) => each.type === type);
        if (!subscription) throw new TypeError(`Nobody takes in ${type}.`);
        const event = {
          id: ids.next(),
          type,
          key: 'key',
          time: clock.now(),
          data,
        } as ReceivedEvent;
        const effect = await subscription.prepare(event, new AbortController().signal);
        await db.transaction().execute((transaction) => effect(transaction as never));
      },
    };
    processes.push(process);
    return process;
  }

  return {
    registry,
    objects,
    database,
    async addDataset(name, frame, details) {
      const sha256 = sha256Of(frame);
      const versions = datasets.get(name) ?? [];
      const version: DatasetVersion = {
        dataset: name,
        version: versions.length + 1,
        digest: { md5: sha256.slice(0, 32), sha256 },
        rows: 0,
        columns: [],
        dataKey: `datasets/${name}/files/md5/${sha256.slice(0, 2)}/${sha256.slice(2)}`,
        frameKey: `frames/${sha256}`,
        createdAt: undefined,
        ...details,
      };
      await objects.put(version.frameKey, frame);
      datasets.set(name, [...versions, version]);
      return version;
    },
    process(options) {
      return makeProcess(options);
    },
    foldsOf: (runId) => foldsOf(db, [runId]),
    async keysOf(runId) {
      const keys: string[] = [];
      for await (const { key } of objects.list('')) if (key.includes(runId)) keys.push(key);
      return keys;
    },
    async eventsOf(type) {
      const rows = await db
        .selectFrom('outbox')
        .select(['value'])
        .where('topic', '=', topicOf(type))
        .orderBy('sequence')
        .execute();
      const codec = eventCodecs[type] as unknown as { fromJSON(json: unknown): never };
      return rows.map(({ value }) =>
        codec.fromJSON(JSON.parse(new TextDecoder().decode(value)) as unknown),
      );
    },
    async reset() {
      await Promise.all(processes.splice(0).map((process) => process.stop()));
      if (!migrated) {
        await migrateSchema(
          database.schema<unknown>('trainer'),
          'trainer',
          makeProcess().service.migrations,
        );
        processes.splice(0);
        migrated = true;
      }
      for (const table of ['candidate', 'training_run', 'training_request', 'outbox'] as const) {
        await db.deleteFrom(table).execute();
      }
      registry.runs.clear();
      registry.versions.splice(0);
      registry.champions.clear();
      registry.away = false;
      datasets.clear();
    },
    async close() {
      await Promise.all(processes.splice(0).map((process) => process.stop()));
      await database.close();
      await objects.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
