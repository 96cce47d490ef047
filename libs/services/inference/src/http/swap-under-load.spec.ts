import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { serveOverHttp, type ServedOverHttp } from '../testing/serve-over-http.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';

const model = 'prices';
const versions = 4;
const swaps = 40;
const swapEveryMs = 50;
const clients = 8;
const body = JSON.stringify({ instances: [row] });
let inference: InferenceFixture;
let process: InferenceProcess;
let http: ServedOverHttp;
beforeEach(async () => {
  inference = await openInference();
  for (let version = 1; version <= versions; version++) {
    await inference.registry.add(model, modelThatAnswers(labelOf(version)));
  }
  process = await inference.process();
  http = await serveOverHttp(process);
});
afterEach(async () => {
  await http.close();
  await process.stop();
  await inference.close();
});

function labelOf(version: number): 'low' | 'high' {
  return version % 2 ? 'low' : 'high';
}

/** From when a version may have answered until when it may no longer. */
interface Life {
  readonly version: number;
  readonly from: number;
  until: number;
}
interface Asked {
  readonly from: number;
  readonly until: number;
  readonly status: number;
  readonly version: number;
  readonly label: string;
}

describe('a model whose champion moves every 50 ms', () => {
  it('answers every request over HTTP, each by a version that was live during it', async () => {
    const lives: Life[] = [];
    const promote = async (version: number) => {
      const before = lives.at(-1);
      lives.push({ version, from: performance.now(), until: Number.POSITIVE_INFINITY });
      inference.registry.promote(model, version);
      await process.take('model.promoted', {
        model,
        version,
        alias: 'champion',
        previousVersion: before?.version,
        reason: '',
      });
      if (before) before.until = performance.now();
    };
    await promote(1);

    const asked: Asked[] = [];
    let moving = true;
    const load = Array.from({ length: clients }, async () => {
      while (moving) {
        const from = performance.now();
        const response = await http.post(`/api/v1/models/${model}/predict`, body);
        const answer = (await response.json()) as { version: number; predictions: string[] };
        asked.push({
          from,
          until: performance.now(),
          status: response.status,
          version: answer.version,
          label: answer.predictions[0] ?? '',
        });
      }
    });
    for (let swap = 1; swap <= swaps; swap++) {
      const begun = performance.now();
      // To and fro: also to versions that have been champion before.
      await promote(1 + ((swap * 3) % versions));
      const seen = asked.length;
      // One more than can be under way: that one came after the swap.
      await vi.waitFor(
        () => {
          expect(asked.length).toBeGreaterThan(seen + clients);
          expect(performance.now()).toBeGreaterThan(begun + swapEveryMs);
        },
        { timeout: 10_000, interval: 1 },
      );
    }
    moving = false;
    await Promise.all(load);

    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
    const wrong = asked.filter(
      ({ version, from, until, label }) =>
        label !== labelOf(version) ||
        !lives.some((life) => life.version === version && life.from <= until && from <= life.until),
    );
    expect(wrong).toEqual([]);
    expect(new Set(asked.map(({ version }) => version)).size).toBe(versions);
  });
});
