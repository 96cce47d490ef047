import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inlinePool } from '@millrace/task-pool-threads';
import { segmentRecords } from '@millrace/journal-file';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';
import type { SegmentPlace } from './log-line-pool.js';
import { placePredictions } from './place-predictions.js';

const model = 'prices';
const patient = { timeout: 10_000, interval: 5 };
let inference: InferenceFixture;
let process: InferenceProcess;
beforeEach(async () => {
  inference = await openInference();
  process = await inference.process();
  inference.registry.promote(model, await inference.registry.add(model, modelThatAnswers('low')));
});
afterEach(async () => {
  await process.stop();
  await inference.close();
});

const ask = (count: number) => process.predict(model, [{ ...row, count }]);
const counts = async () =>
  (await process.log(model)).map((line) => Number(line['features.count'])).sort((a, b) => a - b);
const upTo = (end: number) => Array.from({ length: end }, (_, i) => i);

describe('the prediction log', () => {
  it('holds inputs, output, model version and time of every answer, as files and as CSV', async () => {
    process.start();
    await ask(7);
    await vi.waitFor(async () => expect(await counts()).toEqual([7]), patient);
    const [line] = await process.log(model);
    expect(line).toMatchObject({
      model,
      version: '1',
      'features.size': '1.5',
      'features.colour': 'red',
      'features.new': 'true',
      prediction: 'low',
      'probabilities.low': '0.9',
    });
    expect(Date.parse(line?.['at'] ?? '')).not.toBeNaN();
    const files = await process.call('listPredictionLogs', { params: { name: model } });
    expect(files).toMatchObject({
      json: { items: [{ rows: 1, day: line?.['at']?.slice(0, 10) }] },
    });
    expect(await inference.events(model)).toContainEqual({
      type: 'predictions.logged',
      data: expect.objectContaining({ model, rows: 1, versions: [1] }) as object,
    });
  });

  it('is made by another thread, where there is one, of what the journal holds there', async () => {
    const made: string[] = [];
    const logLines = inlinePool(async ({ id, place }: SegmentPlace) => {
      const batches = await placePredictions(segmentRecords(place), id, inference.objects);
      made.push(...batches.map(({ rows }) => `${rows} rows`));
      return batches;
    });
    await process.stop();
    process = await inference.process({}, { logLines });
    await Promise.all(upTo(3).map(ask));
    process.start();
    await vi.waitFor(async () => expect(await counts()).toEqual(upTo(3)), patient);
    expect(made).toEqual(['3 rows']);
  });

  it('stays in the journal while the thread fails, and is moved once it does not', async () => {
    let sound = false;
    const logLines = inlinePool(({ id, place }: SegmentPlace) => {
      if (!sound) throw new Error('out of memory');
      return placePredictions(segmentRecords(place), id, inference.objects);
    });
    await process.stop();
    process = await inference.process({}, { logLines });
    await Promise.all(upTo(3).map(ask));
    const shipping = process.module.tasks.find(({ name }) => name === 'prediction-log');
    await expect(shipping?.run(new AbortController().signal)).rejects.toMatchObject({
      code: 'internal',
    });
    expect(await counts()).toEqual([]);
    sound = true;
    process.start();
    await vi.waitFor(async () => expect(await counts()).toEqual(upTo(3)), patient);
  });

  it('loses no answer of a process that was killed, and doubles none', async () => {
    await Promise.all(upTo(50).map(ask));
    await process.abandon();
    process = await inference.process();
    process.start();
    await Promise.all(upTo(10).map((i) => ask(50 + i)));
    await vi.waitFor(async () => expect(await counts()).toEqual(upTo(60)), patient);
  });

  it('is moved once, though the process ends between the file and its row', async () => {
    await Promise.all(upTo(5).map(ask));
    const put = inference.objects.put.bind(inference.objects);
    let stored = 0;
    vi.spyOn(inference.objects, 'put').mockImplementation(async (...args) => {
      const result = await put(...args);
      if (++stored === 1) throw new Error('gone');
      return result;
    });
    const shipping = process.module.tasks.find(({ name }) => name === 'prediction-log');
    await expect(shipping?.run(new AbortController().signal)).rejects.toThrow('gone');
    expect(await counts()).toEqual([]);
    process.start();
    await vi.waitFor(async () => expect(await counts()).toEqual(upTo(5)), patient);
    const logged = (await inference.events(model)).filter(
      ({ type }) => type === 'predictions.logged',
    );
    expect(logged).toHaveLength(1);
    vi.restoreAllMocks();
  });

  it('waits in the journal while the object store is away, which is counted', async () => {
    await ask(0);
    const { text } = await process.metrics.expose();
    expect(text).toContain('millrace_prediction_journal_pending_rows 1');
  });

  it('keeps text that a spreadsheet would run from running', async () => {
    process.start();
    await process.predict(model, [{ ...row, colour: '=1+1' }]);
    await vi.waitFor(async () => {
      expect((await process.log(model))[0]?.['features.colour']).toBe("'=1+1");
    }, patient);
  });

  it('is an empty table for a model that never answered', async () => {
    expect(await process.log('nobody')).toEqual([]);
  });
});
