import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, run } from '../testing/run-cli.js';

const prediction = {
  model: 'iris',
  version: 3,
  predictions: ['setosa'],
  probabilities: [{ setosa: 0.9, virginica: 0.1 }],
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('millrace predict', () => {
  it('predicts for a row', async () => {
    const { out, requests } = await run(['predict', 'iris', '--row', '{"a":1}'], () =>
      json(prediction),
    );
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ instances: [{ a: 1 }] });
    expect(out).toBe('prediction  p(setosa)  p(virginica)\nsetosa      0.9000     0.1000');
  });

  it('tells what each feature adds to the class it predicts, the furthest reaching first', async () => {
    const features = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`f${at}`, 0.01]));
    const explanation = {
      scale: 'probability',
      method: 'exact',
      calibratedAfterwards: false,
      reference: 'training-rows',
      baseValues: { setosa: 0.5, virginica: 0.5 },
      contributions: [{ setosa: { a: -0.2, ...features, b: 0.5 }, virginica: { a: 0.2, b: -0.5 } }],
    };
    const args = ['predict', 'iris', '--row', '{"a":1}', '--explain'];
    const { out, requests } = await run(args, () => json({ ...prediction, explanation }));
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ instances: [{ a: 1 }], explain: true });
    const [, , , heading, , ...lines] = out.split('\n');
    expect(heading).toBe('Row 1: probability of setosa 0.9000, from 0.5000');
    expect(lines.slice(0, 2)).toEqual(['b         +0.5000', 'a         -0.2000']);
    expect(lines.slice(-1)).toEqual(['2 others  +0.0200']);
    expect(lines).toHaveLength(11);
  });

  it('says of an estimated explanation from how many orders of the features it is', async () => {
    const explanation = {
      scale: 'probability',
      method: 'sampled',
      calibratedAfterwards: false,
      reference: 'training-rows',
      background: { rows: 64, orders: 384 },
      baseValues: { setosa: 0.5 },
      contributions: [{ setosa: { a: 0.4 } }],
    };
    const args = ['predict', 'iris', '--row', '{"a":1}', '--explain'];
    const { out } = await run(args, () => json({ ...prediction, explanation }));
    expect(out).toContain('setosa 0.9000, from 0.5000 (estimated from 384 orders)');
  });

  it.each([[[{ a: 1 }]], [{ instances: [{ a: 1 }] }]])(
    'reads rows from a file: %j',
    async (rows) => {
      const file = join(folder, 'rows.json');
      await writeFile(file, JSON.stringify(rows));
      const { code, requests } = await run(['predict', 'iris', '--file', file], () =>
        json(prediction),
      );
      expect(code).toBe(0);
      expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ instances: [{ a: 1 }] });
    },
  );

  it.each([
    [[], 'Give either --row'],
    [['--row', '{'], 'What --row holds is not JSON.'],
    [['--row', '[1]'], '--row does not hold rows (instances.0'],
  ])('refuses %j', async (args, message) => {
    const { code, err, requests } = await run(['predict', 'iris', ...args], () => json({}));
    expect(code).toBe(1);
    expect(err).toContain(`millrace: ${message}`);
    expect(requests).toHaveLength(0);
  });
});
