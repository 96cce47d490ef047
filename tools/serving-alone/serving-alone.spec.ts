import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openFileObjectStore } from '@millrace/object-store-file';
import { temporaryFolder } from '@millrace/testing';
import {
  modelThatAnswers,
  row,
  TestRegistry,
} from '../../libs/services/inference/src/testing/test-registry.js';
import { freePorts } from '../browser/free-ports.js';
import { buildInference, startInference, type InferenceProcess } from './inference-process.js';
import { serveRegistry } from './registry-server.js';

const model = 'prices';
const patient = { timeout: 60_000, interval: 50 };
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// Nobody listens on port 1.
const everybodyAway = {
  MILLRACE_DATABASE: 'postgres://nobody@127.0.0.1:1/nothing',
  MILLRACE_OBJECT_STORE: 's3://bucket?endpoint=http://127.0.0.1:1',
  MILLRACE_S3_ACCESS_KEY: 'key',
  MILLRACE_S3_SECRET_KEY: 'secret',
  MILLRACE_EVENT_BUS: 'kafka://127.0.0.1:1',
  MILLRACE_REGISTRY_GRPC: '127.0.0.1:1',
};

let folder: string;
let data: string;
let running: InferenceProcess | undefined;
beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder, 'data');
  buildInference();
});
afterAll(() => running?.stop());

async function start(variables: Readonly<Record<string, string>>): Promise<InferenceProcess> {
  const [http = 0, grpc = 0] = await freePorts(2);
  running = startInference({ http, grpc }, { MILLRACE_DATA_DIR: data, ...variables });
  return running;
}

/** What the process says to a row, once it says something else than that it cannot. */
function answerOf({ origin, output }: InferenceProcess): Promise<unknown> {
  return vi.waitFor(async () => {
    const response = await fetch(`${origin}/api/v1/models/${model}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ instances: [row] }),
    });
    expect(response.status, output()).toBe(200);
    return response.json();
  }, patient);
}

async function readinessOf({ origin }: InferenceProcess) {
  const response = await fetch(`${origin}/readyz`);
  return { code: response.status, ...((await response.json()) as { status: string }) };
}

describe('the inference process', () => {
  it('answers from its disk after a start with the database, the object store, the event bus and the registry away', async () => {
    const objects = join(folder, 'objects');
    const store = await openFileObjectStore({ folder: objects });
    const registry = new TestRegistry(store);
    registry.promote(model, await registry.add(model, modelThatAnswers('low')));
    const server = await serveRegistry(registry);
    const first = await start({
      MILLRACE_OBJECT_STORE: `file:${objects}`,
      MILLRACE_REGISTRY_GRPC: `127.0.0.1:${server.port}`,
    });
    const answer = await answerOf(first);
    expect(answer).toMatchObject({ model, version: 1, predictions: ['low'] });
    expect(await first.stop(), first.output()).toBe(0);
    await server.close();
    await store.close();

    const second = await start(everybodyAway);
    expect(await answerOf(second)).toEqual(answer);
    expect(await readinessOf(second)).toMatchObject({ code: 200, status: 'degraded' });
    expect(await second.stop(), second.output()).toBe(0);
  });
});
