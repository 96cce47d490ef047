import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  inProcessClient,
  ModelServiceDefinition,
  TrackingServiceDefinition,
  type Client,
  type EventData,
  type EventType,
  type Handlers,
  type RegisterModelVersionRequest,
  type ServiceDefinition,
} from '@millrace/contracts';
import { openPgliteDatabase } from '@millrace/database-pglite';
import { openFileObjectStore } from '@millrace/object-store-file';
import {
  consumeEvents,
  createMetrics,
  encodeCloudEvent,
  localPrincipal,
  migrateSchema,
  newEvent,
  Outbox,
  systemClock,
  systemRandom,
  uuidV7,
  type HttpReply,
  type ServiceModule,
  type WithMessaging,
} from '@millrace/platform';
import type { DeliveredRecord, EventBus, Logger, ObjectStore } from '@millrace/ports';
import { createRegistryService } from '../index.js';
import type { RegistryDatabase, RegistryTables } from '../store/registry-tables.js';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** The registry over embedded adapters, with its doors: HTTP routes, gRPC clients, events in and out. */
export interface RegistryFixture {
  readonly module: ServiceModule;
  readonly db: RegistryDatabase;
  readonly objects: ObjectStore;
  readonly tracking: Client<TrackingServiceDefinition>;
  readonly models: Client<ModelServiceDefinition>;
  /** Calls a route as the runtime does, after its schemas have read the request. */
  request(
    operationId: string,
    given?: { params?: unknown; query?: unknown; body?: unknown },
  ): Promise<HttpReply>;
  /** Hands an event to the service's consumer; the same id is the same event. */
  deliver<Type extends EventType>(id: string, type: Type, data: EventData<Type>): Promise<void>;
  /** What waits in the outbox, oldest first. */
  events(): Promise<{ type: string; data: Record<string, unknown> }[]>;
  /** Forgets every record. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const tables = [
  'outbox',
  'processed_event',
  'alias_change',
  'model_alias',
  'model_version',
  'model',
  'run_artifact',
  'run',
  'experiment',
] as const;

export async function openRegistry(): Promise<RegistryFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  const database = await openPgliteDatabase({ memory: true });
  const objects = await openFileObjectStore({ folder });
  const clock = systemClock;
  const ids = uuidV7(clock);
  const metrics = createMetrics();
  const outbox = new Outbox({ service: 'registry', schema: 'registry', database, clock, ids });
  const module = createRegistryService({
    database,
    objects,
    outbox,
    clock,
    ids,
    random: systemRandom,
    logger: silent,
    metrics,
  });
  await migrateSchema(database.schema('registry'), 'registry', module.migrations);
  const db = database.schema<WithMessaging<RegistryTables>>('registry');

  let handle: (record: DeliveredRecord) => Promise<void> = () => Promise.resolve();
  const deadLetters: string[] = [];
  const bus: EventBus = {
    publish: (records) => {
      deadLetters.push(
        ...records.map(({ headers }) => headers['millrace_dead_letter_reason'] ?? ''),
      );
      return Promise.resolve();
    },
    subscribe: (options) => {
      handle = options.handle;
      return Promise.resolve({ close: () => Promise.resolve() });
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  await consumeEvents({
    service: 'registry',
    schema: 'registry',
    subscriptions: module.subscriptions,
    database,
    bus,
    clock,
    logger: silent,
    metrics,
    attempts: 1,
  });

  const client = <Definition extends ServiceDefinition>(definition: Definition) => {
    const service = module.rpc.find((each) => each.definition.fullName === definition.fullName);
    return inProcessClient(definition, service?.handlers as unknown as Handlers<Definition>);
  };

  return {
    module,
    db,
    objects,
    tracking: client(TrackingServiceDefinition),
    models: client(ModelServiceDefinition),
    async request(operationId, { params = {}, query = {}, body } = {}) {
      const found = module.routes.find(({ endpoint }) => endpoint.operationId === operationId);
      if (!found) throw new TypeError(`There is no route ${operationId}.`);
      const { endpoint, handle: answer } = found;
      return answer({
        params: (endpoint.params?.parse(params) ?? {}) as never,
        query: (endpoint.query?.parse(query) ?? {}) as never,
        body: body as never,
        stream: (async function* () {})(),
        header: () => undefined,
        principal: localPrincipal,
        signal: new AbortController().signal,
      });
    },
    async deliver(id, type, data) {
      deadLetters.length = 0;
      const record = encodeCloudEvent(newEvent(type, 'key', data), {
        id,
        source: 'spec',
        time: clock.now(),
      });
      await handle({ ...record, signal: new AbortController().signal });
      if (deadLetters[0] !== undefined) throw new Error(deadLetters[0]);
    },
    async events() {
      const rows = await db.selectFrom('outbox').selectAll().orderBy('sequence').execute();
      return rows.map(({ topic, value }) => ({
        type: topic.replace('millrace.', ''),
        data: JSON.parse(Buffer.from(value).toString()) as Record<string, unknown>,
      }));
    },
    async clear() {
      for (const table of tables) await db.deleteFrom(table).execute();
    },
    async close() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A registration that is in order, with what a spec wants to be different. */
export function registration(
  changes: Partial<RegisterModelVersionRequest> = {},
): RegisterModelVersionRequest {
  return {
    model: 'iris',
    runId: 'run-1',
    modelKey: `models/${'a'.repeat(64)}/model.millrace`,
    sha256: 'a'.repeat(64),
    size: 1234,
    signatureJson: JSON.stringify({
      inputs: [{ name: 'petal_length', type: 'number' }],
      target: 'species',
      task: 'binary',
      classes: ['setosa', 'virginica'],
    }),
    lineage: {
      dataset: 'iris',
      datasetVersion: 1,
      datasetSha256: 'b'.repeat(64),
      codeCommit: 'abc123',
      seed: 7,
      frameKey: `frames/${'c'.repeat(64)}`,
      target: 'species',
    },
    metric: 'f1',
    holdoutMetrics: { f1: 0.9, logLoss: 0.3 },
    algorithm: 'mljs-logistic-regression',
    ...changes,
  };
}
