import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';

let inference: InferenceFixture;
let process: InferenceProcess;
beforeAll(async () => {
  inference = await openInference();
  process = await inference.process();
  inference.registry.promote('m', await inference.registry.add('m', modelThatAnswers('low')));
  await inference.registry.add('m', modelThatAnswers('high'));
  await process.predict('m', [row]);
  await process.predict('m', [row, row, row]);
  await process.predict('m', [{ size: 'large' }]).catch(() => undefined);
  await process.call('predictByVersion', {
    params: { name: 'm', version: '2' },
    body: { instances: [row] },
  });
});
afterAll(async () => {
  await process.abandon();
  await inference.close();
});

/** The value of each series of a metric, by its labels. */
async function series(name: string): Promise<Record<string, number>> {
  const lines = (await process.metrics.expose()).text.split('\n');
  return Object.fromEntries(
    lines
      .filter((line) => line.startsWith(`${name}{`))
      .map((line) => [
        line.slice(name.length, line.lastIndexOf(' ')),
        Number(line.split(' ').at(-1)),
      ]),
  );
}
const first = '{model="m",version="1"}';
const second = '{model="m",version="2"}';

describe('the metrics of predictions', () => {
  it('count requests, failures, rows and runs of each version, by the names of Triton', async () => {
    expect(await series('nv_inference_request_success')).toEqual({ [first]: 2, [second]: 1 });
    expect(await series('nv_inference_request_failure')).toEqual({ [first]: 1, [second]: 0 });
    expect(await series('nv_inference_count')).toEqual({ [first]: 4, [second]: 1 });
    expect(await series('nv_inference_exec_count')).toEqual({ [first]: 2, [second]: 1 });
  });

  it('tell the wait for a model apart from the work: what was asked first waited for its loading', async () => {
    const total = await series('nv_inference_request_duration_us');
    const queue = await series('nv_inference_queue_duration_us');
    const input = await series('nv_inference_compute_input_duration_us');
    const infer = await series('nv_inference_compute_infer_duration_us');
    for (const version of [first, second]) {
      expect(queue[version]).toBeGreaterThan(0);
      const parts = (queue[version] ?? 0) + (input[version] ?? 0) + (infer[version] ?? 0);
      expect(Math.abs(parts - (total[version] ?? 0))).toBeLessThanOrEqual(3);
    }
  });

  it('show how large requests are, and how long they wait and are worked on', async () => {
    const buckets = await series('millrace_prediction_batch_rows_bucket');
    expect(buckets['{le="1",model="m"}']).toBe(2);
    expect(buckets['{le="5",model="m"}']).toBe(3);
    expect(await series('millrace_prediction_queue_seconds_count')).toEqual({ '{model="m"}': 3 });
    expect(await series('millrace_prediction_compute_seconds_count')).toEqual({ '{model="m"}': 3 });
  });

  it('count the swaps of each version', async () => {
    expect(await series('millrace_model_swaps_total')).toEqual({ [first]: 1 });
  });
});
