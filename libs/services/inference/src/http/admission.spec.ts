import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { keyedAccess, parseApiKeys } from '@millrace/platform';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InferenceLimits } from '../index.js';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { serveOverHttp, type ServedOverHttp } from '../testing/serve-over-http.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';

const predictPath = '/api/v1/models/prices/predict';
const inferPath = '/v2/models/prices/infer';
const body = JSON.stringify({ instances: [row] });
const tensors = JSON.stringify({
  inputs: [
    { name: 'size', datatype: 'FP64', shape: [1, 1], data: [1.5] },
    { name: 'count', datatype: 'FP64', shape: [1, 1], data: [2] },
    { name: 'colour', datatype: 'BYTES', shape: [1, 1], data: ['red'] },
    { name: 'new', datatype: 'BYTES', shape: [1, 1], data: ['true'] },
  ],
});
const json = { 'content-type': 'application/json' };
let inference: InferenceFixture;
let process: InferenceProcess;
let http: ServedOverHttp;
beforeEach(async () => {
  inference = await openInference();
  const { registry } = inference;
  registry.promote('prices', await registry.add('prices', modelThatAnswers('low')));
});
afterEach(async () => {
  process.journal.release();
  await http.close();
  await process.abandon();
  await inference.close();
});

async function open(limits: Partial<InferenceLimits>): Promise<void> {
  process = await inference.process(limits);
  http = await serveOverHttp(process);
  // What is measured below does not wait for the model.
  await process.openInference.modelReady({ name: 'prices', version: '' });
}
const refusals = async (reason: string) =>
  (await process.metrics.expose()).text
    .split('\n')
    .find((line) => line.startsWith(`millrace_prediction_refusals_total{reason="${reason}"}`));
const gauge = async (name: string) =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec((await process.metrics.expose()).text)?.[1]);
/** A request that stays in work until the journal is released. */
async function occupy(): Promise<{ readonly answer: Promise<Response> }> {
  process.journal.hold();
  const { appended } = process.journal;
  const answer = http.post(predictPath, body);
  await vi.waitFor(() => expect(process.journal.appended).toBe(appended + 1));
  return { answer };
}

describe('a caller with a rate', () => {
  const slow = { perSecond: 0.01, burst: 2 };

  it('is told when to come again, in the words of the protocol it speaks', async () => {
    await open({ rate: slow });
    expect((await http.post(predictPath, body)).status).toBe(200);
    expect((await http.get('/api/v1/models/prices/predict?size=1&count=2')).status).not.toBe(429);
    const refused = await http.post(predictPath, body);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(90);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    const told = await http.post(inferPath, '{}');
    expect(told.status).toBe(429);
    expect(await told.json()).toEqual({
      error: expect.stringContaining('0.01 requests') as string,
    });
    const packed = await http.post(predictPath, gzipSync(body), {
      ...json,
      'content-encoding': 'gzip',
    });
    expect(packed.status).toBe(429);
    expect(await refusals('rate')).toMatch(/ 3$/);
  });

  it('is a key where there are keys, and takes nothing from the others', async () => {
    process = await inference.process({ rate: { perSecond: 0.01, burst: 1 } });
    const digest = (secret: string) => createHash('sha256').update(secret).digest('hex');
    const keys = parseApiKeys(`a:reader:${digest('1')}, b:reader:${digest('2')}`);
    http = await serveOverHttp(
      process,
      keyedAccess(keys, () => new Date()),
    );
    const as = (secret: string) =>
      http.post(predictPath, body, { ...json, authorization: `Bearer ${secret}` });
    expect((await as('1')).status).toBe(200);
    expect((await as('1')).status).toBe(429);
    expect((await as('2')).status).toBe(200);
  });

  it('is not held up by questions that ask for no prediction', async () => {
    await open({ rate: { perSecond: 0.01, burst: 1 } });
    for (let time = 0; time < 3; time++) {
      expect((await http.get('/v2/models/prices')).status).toBe(200);
    }
  });
});

describe('more requests than may be worked on', () => {
  it('wait, and are answered in their turn', async () => {
    await open({ concurrent: 1, queued: 2 });
    const { answer } = await occupy();
    const waiting = [http.post(predictPath, body), http.post(inferPath, tensors)];
    await vi.waitFor(async () =>
      expect(await gauge('millrace_prediction_waiting_requests')).toBe(2),
    );
    expect(await gauge('millrace_prediction_working_requests')).toBe(1);
    expect(process.journal.appended).toBe(1);
    process.journal.release();
    const statuses = (await Promise.all([answer, ...waiting])).map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200]);
    expect(await gauge('millrace_prediction_working_requests')).toBe(0);
  });

  it('are told to come again where there is no room to wait', async () => {
    await open({ concurrent: 1, queued: 0 });
    const { answer } = await occupy();
    const refused = await http.post(predictPath, body);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refusals('full')).toMatch(/ 1$/);
    process.journal.release();
    expect((await answer).status).toBe(200);
    expect((await http.post(predictPath, body)).status).toBe(200);
  });

  it('are told to come again when no place comes free in time', async () => {
    await open({ concurrent: 1, waitMs: 1 });
    await occupy();
    const refused = await http.post(inferPath, tensors);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refusals('timed out')).toMatch(/ 1$/);
  });

  it('never reach the model when they are refused, and are counted', async () => {
    await open({ concurrent: 1, queued: 0 });
    await occupy();
    expect((await http.post(predictPath, body)).status).toBe(503);
    expect(process.journal.appended).toBe(1);
    const metrics = (await process.metrics.expose()).text;
    expect(metrics).toContain('outcome="unavailable"} 1');
  });

  it('lose a place in the queue when their client goes away', async () => {
    await open({ concurrent: 1 });
    await occupy();
    const gone = new AbortController();
    const packed = { ...json, 'content-encoding': 'gzip' };
    const asked = fetch(http.origin + inferPath, {
      method: 'POST',
      body: gzipSync(tensors),
      headers: packed,
      signal: gone.signal,
    });
    await vi.waitFor(async () =>
      expect(await gauge('millrace_prediction_waiting_requests')).toBe(1),
    );
    gone.abort();
    await expect(asked).rejects.toThrow();
    await vi.waitFor(async () =>
      expect(await gauge('millrace_prediction_waiting_requests')).toBe(0),
    );
  });

  it('let a stream that has begun go on in its turn, though nothing else may wait', async () => {
    await open({ concurrent: 1, queued: 0 });
    const { answer } = await occupy();
    const stream = http.post(
      '/api/v1/models/prices/predict-batch',
      `${JSON.stringify(row)}\n`.repeat(3),
      { 'content-type': 'application/x-ndjson' },
    );
    await vi.waitFor(async () =>
      expect(await gauge('millrace_prediction_waiting_requests')).toBe(1),
    );
    process.journal.release();
    expect((await answer).status).toBe(200);
    expect((await (await stream).text()).trimEnd().split('\n')).toHaveLength(3);
  });
});

describe('a request with a deadline', () => {
  it.each([
    ['x-request-timeout-ms', '0'],
    ['grpc-timeout', '0m'],
  ])('is not computed once it has passed: %s: %s', async (name, value) => {
    await open({});
    const refused = await http.post(inferPath, tensors, { ...json, [name]: value });
    expect(refused.status).toBe(504);
    expect(process.journal.appended).toBe(0);
    expect(await refusals('late')).toMatch(/ 1$/);
  });

  it('leaves the queue when it passes', async () => {
    await open({ concurrent: 1 });
    await occupy();
    const late = await http.post(predictPath, body, { ...json, 'x-request-timeout-ms': '5' });
    expect(late.status).toBe(504);
    expect(await gauge('millrace_prediction_waiting_requests')).toBe(0);
  });

  it('is answered while there is time', async () => {
    await open({});
    const answer = await http.post(predictPath, body, { ...json, 'grpc-timeout': '1M' });
    expect(answer.status).toBe(200);
  });

  it('is refused where the header cannot be read', async () => {
    await open({});
    const refused = await http.post(predictPath, body, { ...json, 'grpc-timeout': 'soon' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('grpc-timeout');
  });
});

describe('a request for a model that is being loaded', () => {
  it('waits so long, and finds it there later', async () => {
    process = await inference.process({ loadMs: 1 });
    http = await serveOverHttp(process);
    const arrived = inference.registry.holdAnswers();
    const refused = await http.post(predictPath, body);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    arrived();
    await vi.waitFor(async () => expect((await http.post(predictPath, body)).status).toBe(200));
  });

  it('waits no longer than its client', async () => {
    await inference.registry.add('prices', modelThatAnswers('high'));
    process = await inference.process();
    http = await serveOverHttp(process);
    const arrived = inference.registry.holdAnswers();
    const late = await http.post(predictPath, body, { ...json, 'x-request-timeout-ms': '1' });
    expect(late.status).toBe(504);
    arrived();
    // The load goes on, and writes into this host's folder until it is done.
    await vi.waitFor(async () => expect((await http.post(predictPath, body)).status).toBe(200));
  });

  it('is refused where too many wait already', async () => {
    process = await inference.process({ loadWaiters: 1 });
    http = await serveOverHttp(process);
    const arrived = inference.registry.holdAnswers();
    const first = http.post(predictPath, body);
    await vi.waitFor(() => expect(inference.registry.lookups).toBe(1));
    expect((await http.post(predictPath, body)).status).toBe(503);
    arrived();
    expect((await first).status).toBe(200);
  });
});
