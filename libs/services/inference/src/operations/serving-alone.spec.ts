import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  const version = await inference.registry.add(model, modelThatAnswers('low'));
  inference.registry.promote(model, version);
  process.start();
  await answering('low');
});
afterEach(async () => {
  inference.outages.storeAway = false;
  inference.outages.databaseAway = false;
  await process.stop();
  await inference.close();
});

const answering = (prediction: string) =>
  vi.waitFor(async () => {
    expect(await process.predict(model, [row])).toMatchObject({ predictions: [prediction] });
  }, patient);
const noted = (text: string) =>
  vi.waitFor(async () => {
    expect(await readFile(join(inference.cacheFolder, 'note'), 'utf8')).toContain(text);
  }, patient);
const fromMemory = async () =>
  /^millrace_remembered_models (\d)$/m.exec((await process.metrics.expose()).text)?.[1];

/** The process ends, and the next one begins with this away. */
async function restartWith(away: {
  registry?: boolean;
  store?: boolean;
  database?: boolean;
}): Promise<void> {
  await noted(model);
  await process.stop();
  inference.registry.away = away.registry ?? false;
  inference.outages.storeAway = away.store ?? false;
  inference.outages.databaseAway = away.database ?? false;
  process = await inference.process();
  process.start();
}

describe('a process that starts while others are away', () => {
  it.each([
    ['the registry', { registry: true }],
    ['the object store', { store: true }],
    ['the database', { database: true }],
    ['all of them', { registry: true, store: true, database: true }],
  ])('serves the models it had without %s', async (_, away) => {
    await restartWith(away);
    await answering('low');
    expect(process.module.enduresOutages?.()).toBe(true);
  });

  it('says that it serves from what it remembers until the registry answers, and takes up the newer champion', async () => {
    await restartWith({ registry: true, store: true });
    await answering('low');
    expect(await process.module.ready?.()).toMatch(/registry has not been reached/);
    expect(await fromMemory()).toBe('1');
    inference.outages.storeAway = false;
    const version = await inference.registry.add(model, modelThatAnswers('high'));
    inference.registry.promote(model, version);
    inference.registry.away = false;
    await answering('high');
    expect(await process.module.ready?.()).toBeUndefined();
    expect(await fromMemory()).toBe('0');
  });

  it('shares requests out by the plan that was in force', async () => {
    await inference.registry.add(model, modelThatAnswers('high'));
    inference.registry.point(model, 'canary', 2);
    const canary = { to: 'canary', percent: 100 };
    await process.call('setTraffic', { params: { name: model }, body: { shares: [canary] } });
    await noted('canary');
    await restartWith({ registry: true, store: true, database: true });
    await answering('high');
  });

  it('explains answers from the model file that it keeps', async () => {
    await restartWith({ registry: true, store: true, database: true });
    await answering('low');
    const { json } = (await process.call('predict', {
      params: { name: model },
      body: { instances: [row], explain: true },
    })) as { json: Record<string, unknown> };
    expect(json).toMatchObject({
      predictions: ['low'],
      explanation: { contributions: [expect.any(Object)] },
    });
  });

  it('is not ready when it remembers nothing', async () => {
    await restartWith({ registry: true });
    await process.stop();
    await writeFile(join(inference.cacheFolder, 'note'), '');
    inference.outages.databaseAway = true;
    process = await inference.process();
    process.start();
    await expect(process.module.ready?.()).rejects.toMatchObject({ code: 'unavailable' });
    expect(process.module.enduresOutages?.()).toBe(false);
  });

  it('ships what it answered meanwhile once the database is back', async () => {
    await restartWith({ registry: true, store: true, database: true });
    await answering('low');
    const sealed = (await inference.events(model)).filter(
      ({ type }) => type === 'predictions.logged',
    ).length;
    inference.outages.storeAway = false;
    inference.outages.databaseAway = false;
    await vi.waitFor(async () => {
      const logged = (await inference.events(model)).filter(
        ({ type }) => type === 'predictions.logged',
      );
      expect(logged.length).toBeGreaterThan(sealed);
    }, patient);
  });
});

describe('what is kept of a model', () => {
  it('is fetched again, not served, once a byte of it has flipped', async () => {
    await noted(model);
    await process.stop();
    const folder = join(inference.cacheFolder, 'files');
    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name));
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await writeFile(join(folder, name), bytes);
    }
    process = await inference.process();
    process.start();
    await answering('low');
    const { text } = await process.metrics.expose();
    expect(text).toContain('millrace_model_cache_reads_total{outcome="miss"} 1\n');
    await restartWith({ store: true });
    await answering('low');
  });

  it('may be nothing: a full disk keeps no model from being served', async () => {
    inference.outages.diskFull = true;
    const version = await inference.registry.add(model, modelThatAnswers('high'));
    inference.registry.promote(model, version);
    await answering('high');
    const { text } = await process.metrics.expose();
    expect(text).toMatch(/millrace_model_cache_failures_total [1-9]/);
  });
});
