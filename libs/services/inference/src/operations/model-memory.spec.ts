import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';

const patient = { timeout: 10_000, interval: 5 };
const file = modelThatAnswers('low');
let inference: InferenceFixture;
let process: InferenceProcess;
beforeEach(async () => {
  inference = await openInference();
  for (const model of ['a', 'b', 'c']) {
    inference.registry.promote(model, await inference.registry.add(model, file));
  }
});
afterEach(async () => {
  process.journal.release();
  await process.stop();
  await inference.close();
});

/** Room for so many models, and half of one. */
async function open(models: number): Promise<void> {
  process = await inference.process({ modelBytes: (models + 0.5) * file.length });
}
const ask = (model: string) => process.predict(model, [row]);
const askVersion = (model: string, version: string) =>
  process.call('predictByVersion', {
    params: { name: model, version },
    body: { instances: [row] },
  });
const metric = async (start: string) =>
  (await process.metrics.expose()).text.split('\n').filter((line) => line.startsWith(start));
/** The versions that are loaded, as the gauge tells them. */
const loaded = async () =>
  (await metric('millrace_loaded_model_bytes'))
    .map((line) => line.replace(/.*model="(\w+)",version="(\d+)".*/, '$1$2'))
    .sort();

describe('loaded models past their budget', () => {
  it('are let go of by when they were asked for last, and loaded again when they are asked for', async () => {
    await open(2);
    for (const model of ['a', 'b', 'a', 'c']) await ask(model);
    expect(await loaded()).toEqual(['a1', 'c1']);
    expect(await metric('millrace_model_evictions_total')).toEqual([
      'millrace_model_evictions_total{model="b"} 1',
    ]);
    expect(await ask('b')).toMatchObject({ version: 1, predictions: ['low'] });
    expect(await loaded()).toEqual(['b1', 'c1']);
    expect(await metric('millrace_loaded_model_bytes')).toContain(
      `millrace_loaded_model_bytes{model="b",version="1"} ${file.length}`,
    );
  });

  it('go whatever place they have: a version beside the champion as well', async () => {
    await inference.registry.add('a', modelThatAnswers('high'));
    await open(2);
    await ask('a');
    await askVersion('a', '2');
    await ask('a');
    await ask('b');
    expect(await loaded()).toEqual(['a1', 'b1']);
    expect(await askVersion('a', '2')).toMatchObject({ json: { version: 2 } });
  });

  it('stay while they answer', async () => {
    await open(1);
    await ask('a');
    process.journal.hold();
    const answering = ask('a');
    await vi.waitFor(() => expect(process.journal.appended).toBe(2));
    const other = ask('b');
    await vi.waitFor(async () => expect(await loaded()).toEqual(['a1', 'b1']));
    process.journal.release();
    await Promise.all([answering, other]);
    await ask('c');
    expect(await loaded()).toEqual(['c1']);
  });

  it('stay while a traffic plan names them, the champion beside them as well', async () => {
    await inference.registry.add('a', modelThatAnswers('high'));
    await open(2);
    await ask('a');
    await process.call('setTraffic', {
      params: { name: 'a' },
      body: { shares: [{ to: 2, percent: 10 }], rollback: null },
    });
    for (const model of ['b', 'c', 'b']) await ask(model);
    expect(await loaded()).toEqual(['a1', 'a2', 'b1']);
  });

  it('keep the version before a new champion, which takes its place again if that does worse', async () => {
    await open(2);
    await ask('a');
    const version = await inference.registry.add('a', modelThatAnswers('high'));
    inference.registry.promote('a', version);
    await process.take('model.promoted', {
      model: 'a',
      version,
      alias: 'champion',
      previousVersion: 1,
      reason: '',
    });
    await ask('b');
    expect(await loaded()).toEqual(['a1', 'b1']);
    await ask('c');
    expect(await loaded()).toEqual(['b1', 'c1']);
  });

  it('are not loaded again by a look at the registry, but when they are asked for', async () => {
    await open(1);
    process.start();
    await vi.waitFor(async () => expect(await loaded()).toEqual(['c1']), patient);
    // What is new is found by a later look, which passes over those that were let go of.
    inference.registry.promote('d', await inference.registry.add('d', file));
    await vi.waitFor(async () => expect(await loaded()).toEqual(['d1']), patient);
    expect(inference.registry.lookups).toBe(4);
    for (const model of ['a', 'b', 'c']) expect(await ask(model)).toMatchObject({ version: 1 });
    expect(await loaded()).toEqual(['c1']);
  });

  it('answer everybody, however small the budget is and however many ask at once', async () => {
    await open(0);
    const asked = ['a', 'b', 'c', 'b', 'a', 'c', 'a', 'b'];
    const answers = await Promise.all(asked.map(ask));
    expect(answers.map(({ model }) => model)).toEqual(asked);
  });
});
