import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GRPCInferenceServiceDefinition,
  inProcessClient,
  PredictionServiceDefinition,
  type Client,
  type EventData,
  type EventType,
  type Handlers,
} from '@millrace/contracts';
import { openPgliteDatabase } from '@millrace/database-pglite';
import { openFileJournal } from '@millrace/journal-file';
import { openFileModelCache } from '@millrace/model-cache-file';
import { openFileObjectStore } from '@millrace/object-store-file';
import {
  createMetrics,
  localPrincipal,
  migrateSchema,
  Outbox,
  systemClock,
  systemRandom,
  uuidV7,
  type HttpReply,
  type Metrics,
  type ReceivedEvent,
  type ServiceModule,
  type WithMessaging,
} from '@millrace/platform';
import type { ObjectStore } from '@millrace/ports';
import { memoryLogger, type MemoryLogger } from '@millrace/testing';
import {
  createInferenceService,
  type InferenceDependencies,
  type InferenceLimits,
} from '../index.js';
import type { InferenceDb, InferenceTables } from '../store/tables.js';
import { SlowJournal } from './slow-journal.js';
import { Outages } from './outages.js';
import { TestRegistry } from './test-registry.js';

/** The surroundings of inference processes: one database, one object store, one registry. */
export interface InferenceFixture {
  readonly db: InferenceDb;
  readonly objects: ObjectStore;
  readonly registry: TestRegistry;
  /** What processes find to be away. */
  readonly outages: Outages;
  /** Where processes keep what they serve. */
  readonly cacheFolder: string;
  /** A process: its journal lies where that of the one before it lay. */
  process(
    limits?: Partial<InferenceLimits>,
    pools?: Partial<Pick<InferenceDependencies, 'logLines' | 'scoring'>>,
  ): Promise<InferenceProcess>;
  /** What waits in the outbox about a model, oldest first. */
  events(model: string): Promise<{ type: string; data: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

export interface InferenceProcess {
  readonly module: ServiceModule;
  readonly logger: MemoryLogger;
  readonly metrics: Metrics;
  readonly journal: SlowJournal;
  readonly grpc: Client<typeof PredictionServiceDefinition>;
  /** The Open Inference Protocol. */
  readonly openInference: Client<typeof GRPCInferenceServiceDefinition>;
  /** Begins the background work. */
  start(): void;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Lets go of the journal with nothing moved, as a killed process does. */
  abandon(): Promise<void>;
  /** Calls a route as the runtime does, after its schemas have read the request. */
  call(operationId: string, request: CallRequest): Promise<HttpReply>;
  predict(model: string, instances: readonly unknown[]): Promise<Record<string, unknown>>;
  /** The prediction log as a client downloads it: one object a line. */
  log(model: string): Promise<Record<string, string>[]>;
  /** Takes in an event as the consumer does. */
  take<Type extends EventType>(type: Type, data: EventData<Type>): Promise<void>;
}

export interface CallRequest {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function openInference(): Promise<InferenceFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-inference-'));
  const database = await openPgliteDatabase({ memory: true });
  const objects = await openFileObjectStore({ folder: join(folder, 'objects') });
  const registry = new TestRegistry(objects);
  const db = database.schema<WithMessaging<InferenceTables>>('inference');
  const clock = systemClock;
  const ids = uuidV7(clock);
  const outages = new Outages();
  const cacheFolder = join(folder, 'models');
  let migrated = false;

  return {
    db,
    objects,
    registry,
    outages,
    cacheFolder,
    async process(limits = {}, { logLines, scoring } = {}) {
      const file = await openFileJournal({ folder: join(folder, 'journal') });
      const journal = new SlowJournal(file);
      const logger = memoryLogger();
      const metrics = createMetrics();
      const module = createInferenceService({
        database: outages.database(database),
        objects: outages.store(objects),
        outbox: new Outbox({ service: 'inference', schema: 'inference', database, clock, ids }),
        clock,
        ids,
        random: systemRandom,
        logger,
        metrics,
        models: registry.client,
        journal,
        cache: outages.cache(await openFileModelCache({ folder: cacheFolder })),
        limits,
        logLines,
        scoring,
        intervals: { refreshMs: 20, shipMs: 20, judgeMs: 20 },
      });
      if (!migrated) {
        await migrateSchema(database.schema('inference'), 'inference', module.migrations);
        migrated = true;
      }
      const stopping = new AbortController();
      let working: Promise<unknown> = Promise.resolve();

      const call: InferenceProcess['call'] = async (operationId, given) => {
        const found = module.routes.find(({ endpoint }) => endpoint.operationId === operationId);
        if (!found) throw new TypeError(`There is no route ${operationId}.`);
        const { endpoint, handle } = found;
        const { body } = endpoint;
        return handle({
          params: (endpoint.params?.parse(given.params ?? {}) ?? {}) as never,
          query: (endpoint.query?.parse(given.query ?? {}) ?? {}) as never,
          body: (body?.kind === 'json' ? body.schema.parse(given.body) : undefined) as never,
          stream: (async function* () {})(),
          header: (name) => given.headers?.[name],
          principal: localPrincipal,
          signal: new AbortController().signal,
        });
      };

      return {
        module,
        logger,
        metrics,
        journal,
        grpc: inProcessClient(
          PredictionServiceDefinition,
          module.rpc[0]?.handlers as unknown as Handlers<typeof PredictionServiceDefinition>,
        ),
        openInference: inProcessClient(
          GRPCInferenceServiceDefinition,
          module.rpc[1]?.handlers as unknown as Handlers<typeof GRPCInferenceServiceDefinition>,
        ),
        start() {
          working = Promise.all(module.tasks.map(({ run }) => run(stopping.signal)));
        },
        async stop() {
          stopping.abort();
          await working;
          await journal.close();
        },
        abandon: () => journal.close(),
        call,
        async predict(model, instances) {
          const reply = await call('predict', { params: { name: model }, body: { instances } });
          return (reply as { json: Record<string, unknown> }).json;
        },
        async log(model) {
          const reply = await call('downloadPredictionLog', { params: { name: model } });
          const text = await textOf(reply);
          const [header = '', ...lines] = text.trimEnd().split('\r\n');
          const names = header.split(',');
          return lines.map((line) => {
            const cells = line.split(',');
            return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
          });
        },
        async take(type, data) {
          const found = module.subscriptions.find((each) => each.type === type);
          if (!found) throw new TypeError(`Nobody takes in ${type}.`);
          const event = { id: ids.next(), type, key: 'key', time: clock.now(), data };
          const effect = await found.prepare(event as ReceivedEvent, new AbortController().signal);
          await db.transaction().execute((transaction) => effect(transaction as never));
        },
      };
    },
    async events(model) {
      const rows = await db.selectFrom('outbox').selectAll().orderBy('sequence').execute();
      return rows
        .map(({ topic, value }) => ({
          type: topic.replace('millrace.', ''),
          data: JSON.parse(Buffer.from(value).toString()) as Record<string, unknown>,
        }))
        .filter(({ data }) => data['model'] === model);
    },
    async close() {
      await objects.close();
      await database.close();
      // Work that nobody waits for any more may still put a file there.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function textOf(reply: HttpReply): Promise<string> {
  if (!('bytes' in reply)) throw new TypeError('The reply carries no bytes.');
  if (reply.bytes instanceof Uint8Array) return Buffer.from(reply.bytes).toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply.bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
