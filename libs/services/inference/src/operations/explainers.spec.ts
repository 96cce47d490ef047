import { PlatformError } from '@millrace/platform';
import { describe, expect, it } from 'vitest';
import type { InputTable } from '../domain/input-table.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import { fittedModel } from '../testing/fitted-models.js';
import { Explainers } from './explainers.js';

function shelf(...files: readonly Uint8Array[]) {
  const read: string[] = [];
  const broken = new Set<string>();
  const explainers = new Explainers({
    readModel: ({ modelKey }) => {
      read.push(modelKey);
      if (broken.has(modelKey))
        return Promise.reject(new PlatformError('unavailable', 'It is away.'));
      return Promise.resolve(files[Number(modelKey)] ?? new Uint8Array());
    },
  });
  const loaded = files.map(
    (_, index) =>
      ({
        model: 'm',
        version: index + 1,
        sha256: `digest-${index}`,
        modelKey: String(index),
      }) as LoadedModel,
  );
  return { explainers, read, broken, loaded };
}

const forest = fittedModel('random-forest', 'binary');
const near = fittedModel('k-nearest-neighbours', 'binary');
const rows = (count: number): InputTable => ({
  rows: count,
  columns: 3,
  values: new Float64Array(count * 3).fill(0.5),
  strangers: new Map(),
});

describe('explainers', () => {
  it('read the file of a model once, when they are first asked for', async () => {
    const { explainers, read, loaded } = shelf(forest);
    expect(read).toEqual([]);
    const [one] = loaded as [LoadedModel];
    const [first, second] = await Promise.all([explainers.of(one), explainers.of(one)]);
    expect(first).toBe(second);
    expect(await explainers.of(one)).toBe(first);
    expect(read).toEqual(['0']);
  });

  it('try again after a file that could not be read', async () => {
    const { explainers, read, broken, loaded } = shelf(forest);
    const [one] = loaded as [LoadedModel];
    broken.add('0');
    await expect(explainers.of(one)).rejects.toMatchObject({ code: 'unavailable' });
    broken.clear();
    expect(await explainers.of(one)).toMatchObject({ method: 'exact' });
    expect(read).toEqual(['0', '0']);
  });

  it.each([
    ['rows', forest],
    ['the steps of a row', near],
  ])(
    'let the event loop go on between %s, and stop when nobody waits any more',
    async (_, file) => {
      const { explainers, loaded } = shelf(file);
      const [one] = loaded as [LoadedModel];
      const explainer = await explainers.of(one);
      const controller = new AbortController();
      const asked = explainers.contributionsOf(explainer, rows(100_000), {
        signal: controller.signal,
      });
      setImmediate(() => controller.abort());
      await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
      const late = explainers.contributionsOf(explainer, rows(1), { deadline: 0 });
      await expect(late).rejects.toMatchObject({ code: 'deadline_exceeded' });
    },
  );
});
