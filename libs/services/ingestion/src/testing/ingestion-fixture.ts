import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetServiceDefinition, inProcessClient, type Client } from '@millrace/contracts';
import type { Handlers } from '@millrace/contracts';
import { openPgliteDatabase } from '@millrace/database-pglite';
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
  type WithMessaging,
} from '@millrace/platform';
import type { Logger, ObjectStore } from '@millrace/ports';
import { createIngestionService, type UploadLimits } from '../index.js';
import type { IngestionDb, IngestionTables } from '../store/tables.js';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

export interface JsonReply<Body = Record<string, unknown>> {
  readonly status: number;
  readonly json: Body;
}

/** The ingestion service over embedded adapters, with its doors. */
export interface IngestionFixture {
  readonly db: IngestionDb;
  readonly objects: ObjectStore;
  readonly datasets: Client<typeof DatasetServiceDefinition>;
  /** Calls a route as the runtime does, after its schemas have read the request. */
  request(
    operationId: string,
    given?: { params?: unknown; query?: unknown; stream?: AsyncIterable<Uint8Array> },
  ): Promise<HttpReply>;
  /** Uploads bytes in small chunks. */
  upload(
    name: string,
    body: string | Uint8Array,
    query?: { target?: string },
  ): Promise<JsonReply<Record<string, unknown>>>;
  /** What waits in the outbox, oldest first. */
  events(): Promise<{ type: string; data: Record<string, unknown> }[]>;
  /** Keys of every object, and how many bodies are still being staged. */
  stored(): Promise<{ keys: string[]; staged: number }>;
  close(): Promise<void>;
}

export async function openIngestion(limits: Partial<UploadLimits> = {}): Promise<IngestionFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-ingestion-'));
  const database = await openPgliteDatabase({ memory: true });
  const objects = await openFileObjectStore({ folder });
  const clock = systemClock;
  const ids = uuidV7(clock);
  const module = createIngestionService({
    database,
    objects,
    outbox: new Outbox({ service: 'ingestion', schema: 'ingestion', database, clock, ids }),
    clock,
    ids,
    random: systemRandom,
    logger: silent,
    metrics: createMetrics(),
    limits,
  });
  await migrateSchema(database.schema('ingestion'), 'ingestion', module.migrations);
  const db = database.schema<WithMessaging<IngestionTables>>('ingestion');

  const request: IngestionFixture['request'] = async (operationId, given = {}) => {
    const found = module.routes.find(({ endpoint }) => endpoint.operationId === operationId);
    if (!found) throw new TypeError(`There is no route ${operationId}.`);
    const { endpoint, handle } = found;
    return handle({
      params: (endpoint.params?.parse(given.params ?? {}) ?? {}) as never,
      query: (endpoint.query?.parse(given.query ?? {}) ?? {}) as never,
      body: undefined as never,
      stream: given.stream ?? inChunks(new Uint8Array()),
      header: () => undefined,
      principal: localPrincipal,
      signal: new AbortController().signal,
    });
  };

  return {
    db,
    objects,
    datasets: inProcessClient(
      DatasetServiceDefinition,
      module.rpc[0]?.handlers as unknown as Handlers<typeof DatasetServiceDefinition>,
    ),
    request,
    async upload(name, body, query = {}) {
      const stream = inChunks(typeof body === 'string' ? Buffer.from(body) : body);
      const reply = await request('uploadDatasetVersion', { params: { name }, query, stream });
      return reply as JsonReply;
    },
    async events() {
      const rows = await db.selectFrom('outbox').selectAll().orderBy('sequence').execute();
      return rows.map(({ topic, value }) => ({
        type: topic.replace('millrace.', ''),
        data: JSON.parse(Buffer.from(value).toString()) as Record<string, unknown>,
      }));
    },
    async stored() {
      const keys: string[] = [];
      for await (const { key } of objects.list('')) keys.push(key);
      return { keys, staged: (await readdir(join(folder, 'staging'))).length };
    },
    async close() {
      await objects.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Bytes as a network hands them out: in pieces that mind no boundary. */
export async function* inChunks(bytes: Uint8Array, size = 4099): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

/** All bytes of a reply that carries bytes. */
export async function bytesOf(reply: HttpReply): Promise<Buffer> {
  if (!('bytes' in reply)) throw new TypeError('The reply carries no bytes.');
  if (reply.bytes instanceof Uint8Array) return Buffer.from(reply.bytes);
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply.bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
