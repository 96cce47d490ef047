import { GRPCInferenceServiceDefinition, type Client } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { serveOverGrpc, type ServedOverGrpc } from '../testing/serve-over-grpc.js';
import { modelThatSums } from '../testing/test-registry.js';

const rows = 10_000;

let inference: InferenceFixture;
let process: InferenceProcess;
let grpc: ServedOverGrpc;
let client: Client<typeof GRPCInferenceServiceDefinition>;
beforeAll(async () => {
  inference = await openInference();
  const { registry } = inference;
  registry.promote('sums', await registry.add('sums', modelThatSums()));
  process = await inference.process();
  grpc = await serveOverGrpc(process);
  client = grpc.channel.client(GRPCInferenceServiceDefinition);
});
afterAll(async () => {
  await grpc.close();
  await process.abandon();
  await inference.close();
});

const infer = (options: { timeoutMs?: number } = {}) =>
  client.modelInfer(
    {
      modelName: 'sums',
      modelVersion: '',
      id: '',
      parameters: {},
      inputs: ['a', 'b', 'c'].map((name) => ({
        name,
        datatype: 'FP64',
        shape: [BigInt(rows)],
        parameters: {},
        contents: undefined,
      })),
      outputs: [],
      rawInputContents: [1, 2, 3].map((value) =>
        Buffer.from(new Float64Array(rows).fill(value).buffer),
      ),
    },
    options,
  );

describe('a large batch over gRPC whose client waits a millisecond', () => {
  it('is told DEADLINE_EXCEEDED, and the calls after it on the connection are answered whole', async () => {
    await infer();
    for (let time = 0; time < 5; time++) {
      await expect(infer({ timeoutMs: 1 })).rejects.toSatisfy(
        (error) => error instanceof PlatformError && error.code === 'deadline_exceeded',
      );
    }
    const { outputs, rawOutputContents } = await infer();
    expect(outputs[0]?.shape).toEqual([BigInt(rows)]);
    const [raw = new Uint8Array()] = rawOutputContents;
    const sums = new Float64Array(raw.slice().buffer);
    expect([sums.length, new Set(sums)]).toEqual([rows, new Set([321])]);
    await vi.waitFor(async () =>
      expect((await process.metrics.expose()).text).toMatch(
        /millrace_prediction_working_requests 0$/m,
      ),
    );
  });
});
