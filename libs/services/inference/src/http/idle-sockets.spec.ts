import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { serveOverHttp, type ServedOverHttp } from '../testing/serve-over-http.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';

/** As many as a test may open in passing; `npm run fuzz:sockets` sets more. */
const sockets = Number(globalThis.process.env['MILLRACE_IDLE_SOCKETS'] ?? 500);
const requests = 200;
const patient = { timeout: 60_000, interval: 20 };
const client = fileURLToPath(new URL('../testing/idle-sockets.mjs', import.meta.url));
const body = JSON.stringify({ instances: [row] });
let inference: InferenceFixture;
let process: InferenceProcess;
let http: ServedOverHttp;
// A process of its own: both ends of a connection count against the files that one may open.
let idle: ChildProcess;
let said = '';
beforeEach(async () => {
  inference = await openInference();
  inference.registry.promote('m', await inference.registry.add('m', modelThatAnswers('low')));
  process = await inference.process();
  http = await serveOverHttp(process);
  said = '';
  idle = spawn(globalThis.process.execPath, [client, new URL(http.origin).port, String(sockets)]);
  idle.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
});
afterEach(async () => {
  idle.stdin?.end();
  await process.stop();
  await inference.close();
});

describe(`${sockets} connections on which nothing moves`, () => {
  it(
    'keep nobody from being answered, and no server from ending',
    { timeout: 120_000 },
    async () => {
      await vi.waitFor(() => expect(said).toBe('open\n'), patient);
      const statuses = new Set<number>();
      for (let request = 0; request < requests; request++) {
        const response = await http.post('/api/v1/models/m/predict', body);
        statuses.add(response.status);
        await response.arrayBuffer();
      }
      expect(statuses).toEqual(new Set([200]));
      expect(said).toBe('open\n');
      await http.close();
    },
  );
});
