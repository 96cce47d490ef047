import {
  GRPCInferenceServiceDefinition,
  PredictionServiceDefinition,
  type Client,
} from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InferenceLimits } from '../index.js';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { serveOverGrpc, type ServedOverGrpc } from '../testing/serve-over-grpc.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';

/** Status codes of gRPC. */
const deadlineExceeded = 4;
const resourceExhausted = 8;
const unavailable = 14;

let inference: InferenceFixture;
let process: InferenceProcess;
let grpc: ServedOverGrpc;
let client: Client<typeof PredictionServiceDefinition>;
beforeEach(async () => {
  inference = await openInference();
  const { registry } = inference;
  registry.promote('prices', await registry.add('prices', modelThatAnswers('low')));
});
afterEach(async () => {
  process.journal.release();
  await grpc.close();
  await process.abandon();
  await inference.close();
});

async function open(limits: Partial<InferenceLimits>): Promise<void> {
  process = await inference.process(limits);
  grpc = await serveOverGrpc(process);
  client = grpc.channel.client(PredictionServiceDefinition);
  const server = grpc.channel.client(GRPCInferenceServiceDefinition);
  await server.modelReady({ name: 'prices', version: '' });
}
const predict = (timeoutMs?: number) =>
  client.predict(
    { model: 'prices', instances: [row] },
    timeoutMs === undefined ? {} : { timeoutMs },
  );
/** What the wire says of a call that fails. */
async function failure(call: Promise<unknown>): Promise<{ status: number; pushback: unknown }> {
  const error = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof PlatformError)) throw new TypeError('The call did not fail.');
  const { code, metadata } = error.cause as {
    code: number;
    metadata: { get(key: string): unknown[] };
  };
  return { status: code, pushback: metadata.get('grpc-retry-pushback-ms')[0] };
}

describe('a call beyond what is taken on', () => {
  it('of a caller over its rate is told RESOURCE_EXHAUSTED, and when to come again', async () => {
    await open({ rate: { perSecond: 0.01, burst: 1 } });
    await predict();
    const { status, pushback } = await failure(predict());
    expect(status).toBe(resourceExhausted);
    expect(Number(pushback)).toBeGreaterThan(90_000);
  });

  it('without room to wait is told UNAVAILABLE, and when to come again', async () => {
    await open({ concurrent: 1, queued: 0 });
    process.journal.hold();
    const first = predict();
    await vi.waitFor(() => expect(process.journal.appended).toBe(1));
    expect(await failure(predict())).toEqual({ status: unavailable, pushback: '1000' });
    process.journal.release();
    expect(await first).toMatchObject({ predictions: ['low'] });
  });

  it('whose deadline passes in the queue is told DEADLINE_EXCEEDED and never computed', async () => {
    await open({ concurrent: 1 });
    process.journal.hold();
    const first = predict();
    await vi.waitFor(() => expect(process.journal.appended).toBe(1));
    expect((await failure(predict(30))).status).toBe(deadlineExceeded);
    await vi.waitFor(async () =>
      expect((await process.metrics.expose()).text).toMatch(/waiting_requests 0$/m),
    );
    process.journal.release();
    await first;
    expect(process.journal.appended).toBe(1);
  });
});
