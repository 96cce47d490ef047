import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runThreadTask, type ThreadTask } from '../domain/threads/thread-task.js';
import { inlinePool } from '@millrace/task-pool-threads';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { modelThatAnswers, row } from '../testing/test-registry.js';

// Version 1 of `prices` is the champion and says low; version 2 says high.
let inference: InferenceFixture;
let process: InferenceProcess;
beforeEach(async () => {
  inference = await openInference();
  const { registry } = inference;
  await registry.add('prices', modelThatAnswers('low'));
  await registry.add('prices', modelThatAnswers('high'));
  registry.promote('prices', 1);
  process = await inference.process();
  process.start();
});
afterEach(async () => {
  await process.stop();
  await inference.close();
});

const ask = async (headers: Record<string, string> = {}) => {
  const reply = await process.call('predict', {
    params: { name: 'prices' },
    body: { instances: [row] },
    headers,
  });
  return (reply as unknown as { json: { version: number } }).json.version;
};
const askOften = async (times: number) => {
  const versions: number[] = [];
  for (let index = 0; index < times; index++) versions.push(await ask());
  return versions;
};
const set = (body: object) =>
  process.call('setTraffic', { params: { name: 'prices' }, body }) as Promise<{
    status: number;
    json: Record<string, unknown>;
  }>;
const read = async (operation: string) =>
  (
    (await process.call(operation, { params: { name: 'prices' } })) as unknown as {
      json: Record<string, unknown>;
    }
  ).json;

describe('a share of the traffic', () => {
  it('goes to the version it was given to, the rest to the champion', async () => {
    expect(await set({ shares: [{ to: 2, percent: 50 }] })).toMatchObject({
      status: 200,
      json: { shares: [{ to: 2, percent: 50 }], setBy: 'local' },
    });
    const versions = await askOften(200);
    const second = versions.filter((version) => version === 2).length;
    expect(second).toBeGreaterThan(60);
    expect(second).toBeLessThan(140);
  });

  it('keeps the requests of one routing key together', async () => {
    await set({ shares: [{ to: 2, percent: 50 }] });
    const versions = new Map<string, Set<number>>();
    for (const key of ['ana', 'ben', 'cem', 'dia', 'eva', 'fay', 'gil', 'han']) {
      const seen = new Set<number>();
      for (let time = 0; time < 5; time++) seen.add(await ask({ 'x-routing-key': key }));
      versions.set(key, seen);
    }
    for (const seen of versions.values()) expect(seen.size).toBe(1);
    expect(new Set([...versions.values()].flatMap((seen) => [...seen]))).toEqual(new Set([1, 2]));
  });

  it('is not given to a version that is not there', async () => {
    await expect(set({ shares: [{ to: 9, percent: 50 }] })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(set({ shares: [{ to: 'canary', percent: 5 }] })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await read('getTraffic')).toMatchObject({ shares: [] });
  });

  it('is refused when there is not so much to give', async () => {
    await expect(
      set({
        shares: [
          { to: 1, percent: 60 },
          { to: 2, percent: 60 },
        ],
      }),
    ).rejects.toMatchObject({ code: 'invalid_argument', faults: [{ field: 'shares' }] });
  });

  it('follows an alias to where it points, once that version is loaded', async () => {
    inference.registry.point('prices', 'canary', 1);
    await set({ shares: [{ to: 'canary', percent: 100 }] });
    expect(await ask()).toBe(1);
    inference.registry.point('prices', 'canary', 2);
    await vi.waitFor(async () => expect(await ask()).toBe(2));
  });

  it('is found again by the next process', async () => {
    await set({ shares: [{ to: 2, percent: 100 }] });
    await process.stop();
    process = await inference.process();
    process.start();
    await vi.waitFor(async () => expect(await ask()).toBe(2));
  });
});

describe('a shadow', () => {
  it('is asked beside the champion, compared, and never heard', async () => {
    await set({ shadow: { to: 2, percent: 100 } });
    expect(new Set(await askOften(20))).toEqual(new Set([1]));
    await vi.waitFor(async () =>
      expect(await read('getTraffic')).toMatchObject({
        comparison: { version: 2, rows: 20, agreement: 0, failures: 0 },
      }),
    );
  });

  it('answers large batches on scoring threads, as the champion does', async () => {
    const scored: number[] = [];
    const scoring = inlinePool((task: ThreadTask) => {
      if (task.kind === 'score') scored.push(task.table.rows);
      return runThreadTask(task);
    });
    await process.stop();
    process = await inference.process({}, { scoring });
    process.start();
    await set({ shadow: { to: 2, percent: 100 } });
    await process.predict('prices', Array<typeof row>(600).fill(row));
    await vi.waitFor(async () =>
      expect(await read('getTraffic')).toMatchObject({ comparison: { version: 2, failures: 0 } }),
    );
    // The shadow's in two pieces, for it is in no hurry.
    expect(scored.filter((rows) => [600, 300].includes(rows))).toEqual([600, 300, 300]);
  });
});

describe('a new champion', () => {
  const limits = { requests: 20, failureShare: 0.05, latencyRatio: 1000, answersPValue: 1e-6 };

  it('whose answers are others loses its place to the one before it, with the reason', async () => {
    await set({ rollback: limits });
    await askOften(60);
    inference.registry.promote('prices', 2);
    await vi.waitFor(async () => expect(await ask()).toBe(2));
    await askOften(30);
    await vi.waitFor(async () => expect(await ask()).toBe(1));
    await vi.waitFor(async () =>
      expect(await read('listRollbacks')).toMatchObject({
        items: [
          {
            version: 2,
            previousVersion: 1,
            place: 'champion',
            reasons: [expect.stringContaining('distributed otherwise') as string],
          },
        ],
      }),
    );
    const events = await inference.events('prices');
    expect(events.filter(({ type }) => type === 'model.rolled_back')).toMatchObject([
      { data: { version: 2, previousVersion: 1 } },
    ]);
  });

  describe('that was being taken back when the process ended', () => {
    const intent = { model: 'prices', version: 2, previous_version: 1, at: new Date() };
    const begun = () =>
      inference.db
        .insertInto('rollback_intent')
        .values({ ...intent, reasons: '["It failed."]' })
        .execute();
    const finished = () =>
      vi.waitFor(async () =>
        expect(await inference.db.selectFrom('rollback_intent').selectAll().execute()).toEqual([]),
      );

    it.each([
      ['before the registry was asked', 2],
      ['after the registry had moved the alias', 1],
    ])('%s is taken back by the next one, and said once', async (_, champion) => {
      await process.stop();
      inference.registry.promote('prices', champion);
      await begun();
      process = await inference.process();
      process.start();
      await finished();
      await vi.waitFor(async () => expect(await ask()).toBe(1));
      expect(await read('listRollbacks')).toMatchObject({
        items: [{ version: 2, previousVersion: 1, place: 'champion', reasons: ['It failed.'] }],
      });
      const events = await inference.events('prices');
      expect(events.filter(({ type }) => type === 'model.rolled_back')).toHaveLength(1);
    });

    it('keeps what somebody has made of it meanwhile', async () => {
      await process.stop();
      const third = await inference.registry.add('prices', modelThatAnswers('high'));
      inference.registry.promote('prices', third);
      await begun();
      process = await inference.process();
      process.start();
      await finished();
      await vi.waitFor(async () => expect(await ask()).toBe(third));
      expect(await read('listRollbacks')).toEqual({ items: [] });
    });
  });

  it('is taken back once the registry is there again, for the reason of that time', async () => {
    await set({ rollback: limits });
    await askOften(60);
    inference.registry.promote('prices', 2);
    await vi.waitFor(async () => expect(await ask()).toBe(2));
    inference.registry.away = true;
    await askOften(30);
    await vi.waitFor(async () =>
      expect(await inference.db.selectFrom('rollback_intent').select('version').execute()).toEqual([
        { version: 2 },
      ]),
    );
    inference.registry.away = false;
    await vi.waitFor(async () => expect(await ask()).toBe(1));
    await vi.waitFor(async () => {
      const { items } = (await read('listRollbacks')) as { items: unknown[] };
      expect(items).toHaveLength(1);
    });
  });

  it('keeps its place where rollback is off', async () => {
    await set({ rollback: null });
    await askOften(60);
    inference.registry.promote('prices', 2);
    await vi.waitFor(async () => expect(await ask()).toBe(2));
    expect(new Set(await askOften(60))).toEqual(new Set([2]));
    expect(await read('listRollbacks')).toEqual({ items: [] });
  });
});

describe('a canary', () => {
  it('whose answers are others loses its share to the champion', async () => {
    const rollback = { requests: 20, failureShare: 0.05, latencyRatio: 1000, answersPValue: 1e-6 };
    await set({ shares: [{ to: 2, percent: 50 }], rollback });
    await vi.waitFor(async () => {
      await askOften(20);
      expect(await read('getTraffic')).toMatchObject({ shares: [], setBy: 'rollback' });
    });
    expect(new Set(await askOften(20))).toEqual(new Set([1]));
    const { items } = (await read('listRollbacks')) as { items: Record<string, unknown>[] };
    expect(items).toMatchObject([{ version: 2, previousVersion: 1, place: 'share' }]);
  });
});

describe('a version by its number', () => {
  it('answers though it is not the champion, and is not found when it is not there', async () => {
    const infer = (version: string) =>
      process.openInference.modelMetadata({ name: 'prices', version });
    expect(await infer('2')).toMatchObject({ name: 'prices', versions: ['2'] });
    await expect(infer('9')).rejects.toMatchObject({ code: 'not_found' });
  });
});
