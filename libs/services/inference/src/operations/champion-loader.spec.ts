import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';

const model = 'prices';
const patient = { timeout: 10_000, interval: 5 };
let inference: InferenceFixture;
let process: InferenceProcess;
beforeEach(async () => {
  inference = await openInference();
  process = await inference.process();
});
afterEach(async () => {
  await process.stop();
  await inference.close();
});

async function champion(answer: 'low' | 'high'): Promise<number> {
  const version = await inference.registry.add(model, modelThatAnswers(answer));
  inference.registry.promote(model, version);
  return version;
}
const promoted = (version: number) =>
  process.take('model.promoted', {
    model,
    version,
    alias: 'champion',
    previousVersion: undefined,
    reason: '',
  });
const versionNow = async () => (await process.predict(model, [row]))['version'];

describe('the champion of a model', () => {
  it('answers as soon as its promotion is heard of, and its loading is told once', async () => {
    await promoted(await champion('low'));
    await promoted(1);
    expect(await process.predict(model, [row])).toMatchObject({ version: 1, predictions: ['low'] });
    await promoted(await champion('high'));
    expect(await process.predict(model, [row])).toMatchObject({
      version: 2,
      predictions: ['high'],
    });
    expect(await inference.events(model)).toEqual([
      { type: 'model.loaded', data: { model, version: 1 } },
      { type: 'model.loaded', data: { model, version: 2 } },
    ]);
  });

  it('is found by looking, too, when the promotion went to another replica', async () => {
    process.start();
    await champion('low');
    await vi.waitFor(async () => {
      const reply = await process.call('listServedModels', {});
      expect(reply).toMatchObject({ json: { items: [{ model, version: 1 }] } });
    }, patient);
  });

  it('moves under load without a request failing or answered by a version that was not live', async () => {
    await promoted(await champion('low'));
    let moving = true;
    const answers: { before: number; after: number; version: number; prediction: string }[] = [];
    let live = 1;
    const clients = Array.from({ length: 16 }, async () => {
      while (moving) {
        const before = live;
        const answer = await process.predict(model, [row]);
        answers.push({
          before,
          after: live,
          version: answer['version'] as number,
          prediction: (answer['predictions'] as string[])[0] ?? '',
        });
      }
    });
    for (let swap = 0; swap < 20; swap++) {
      const version = await champion(swap % 2 ? 'low' : 'high');
      // From here on it may answer.
      live = version;
      await promoted(version);
      // One more than can be under way: that one came after the swap.
      const told = answers.length;
      await vi.waitFor(() => expect(answers.length).toBeGreaterThan(told + 16), patient);
    }
    moving = false;
    await Promise.all(clients);
    for (const { before, after, version, prediction } of answers) {
      // The one before it is still right until the swap is done.
      expect(version).toBeGreaterThanOrEqual(before - 1);
      expect(version).toBeLessThanOrEqual(after);
      expect(prediction).toBe(version % 2 ? 'low' : 'high');
    }
    const seen = new Set(answers.map(({ version }) => version));
    for (let version = 2; version <= 21; version++) expect(seen).toContain(version);
  });

  it('stays the one before when the new one is damaged, which is told with the reason', async () => {
    await promoted(await champion('low'));
    const version = await champion('high');
    const damaged = modelThatAnswers('high');
    damaged[100] = (damaged[100] ?? 0) ^ 1;
    await inference.objects.delete(inference.registry.keyOf(model, version));
    await inference.objects.put(inference.registry.keyOf(model, version), damaged);
    await promoted(version);
    expect(await versionNow()).toBe(1);
    expect((await inference.events(model)).at(-1)).toEqual({
      type: 'model.rejected',
      data: { model, version, reason: expect.stringMatching(/digest/) as string },
    });
  });

  it('stays the one before when the file is no model, though its digest is right', async () => {
    await promoted(await champion('low'));
    const version = await inference.registry.add(
      model,
      new TextEncoder().encode('process.exit(1)'),
    );
    inference.registry.promote(model, version);
    await promoted(version);
    expect(await versionNow()).toBe(1);
    expect((await inference.events(model)).map(({ type }) => type)).toEqual([
      'model.loaded',
      'model.rejected',
    ]);
  });

  it('goes on answering while the registry is away, also after a restart', async () => {
    await promoted(await champion('low'));
    inference.registry.away = true;
    expect(await versionNow()).toBe(1);
    await process.stop();
    process = await inference.process();
    await expect(process.module.ready?.()).rejects.toMatchObject({ code: 'unavailable' });
    process.start();
    await vi.waitFor(async () => expect(await versionNow()).toBe(1), patient);
    await expect(process.module.ready?.()).resolves.toMatch(/registry has not been reached/);
    await champion('high');
    inference.registry.away = false;
    await vi.waitFor(async () => expect(await versionNow()).toBe(2), patient);
  });

  it('cannot be asked for before it could be loaded: unavailable, not unknown', async () => {
    await champion('low');
    inference.registry.away = true;
    await expect(process.predict(model, [row])).rejects.toMatchObject({ code: 'unavailable' });
    inference.registry.away = false;
    expect(await versionNow()).toBe(1);
  });

  it('is loaded once however many ask for it at the same time', async () => {
    await champion('low');
    const before = inference.registry.lookups;
    await Promise.all(Array.from({ length: 20 }, () => process.predict(model, [row])));
    expect(inference.registry.lookups - before).toBeLessThanOrEqual(2);
  });
});
