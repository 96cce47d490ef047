import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, run } from '../testing/run-cli.js';

const version = {
  dataset: 'iris',
  version: 1,
  digest: { md5: 'm', sha256: 's' },
  rows: 2,
  bytes: 8,
  columns: [{ name: 'a', type: 'integer' }],
  target: 'a',
  status: 'ready',
  createdAt: '2026-01-02T03:04:05Z',
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('millrace datasets', () => {
  it('pushes the bytes of a file with its target', async () => {
    const file = join(folder, 'iris.csv');
    await writeFile(file, 'a,b\n1,2\n');
    const args = ['datasets', 'push', 'iris', file, '--target', 'a'];
    const { code, out, requests } = await run(args, () => json(version, 201));
    expect(code).toBe(0);
    expect(out).toContain('iris v1');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: 'http://127.0.0.1:8080/api/v1/datasets/iris/versions?target=a',
      body: 'a,b\n1,2\n',
    });
  });

  it('says in one line that a file is not there', async () => {
    const result = await run(['datasets', 'push', 'iris', join(folder, 'no.csv')], () => json({}));
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^millrace: There is no file ".*no\.csv"\.$/);
    expect(result.requests).toHaveLength(0);
  });

  it('shows the faults of a refused file in one line', async () => {
    const file = join(folder, 'bad.csv');
    await writeFile(file, 'a\n');
    const problem = {
      type: 'about:blank',
      title: 'Invalid argument',
      status: 400,
      detail: 'The file has bad rows.',
      errors: [1, 2, 3, 4, 5].map((line) => ({ line, message: 'too short' })),
    };
    const { code, err } = await run(['datasets', 'push', 'x', file], () => json(problem, 400));
    expect(code).toBe(1);
    expect(err).toBe(
      'millrace: The file has bad rows. line 1: too short; line 2: too short; line 3: too short; and 2 more',
    );
  });

  it('lists datasets as a table, and as JSON with --json', async () => {
    const items = [
      { name: 'iris', latestVersion: 2, rows: 150, updatedAt: '2026-01-02T03:04:05Z' },
    ];
    const table = await run(['datasets', 'list'], () => json({ items }));
    expect(table.out.split('\n')[1]).toMatch(/^iris +2 +150 +- /);
    const printed = await run(['--json', 'datasets', 'list'], () => json({ items }));
    expect(JSON.parse(printed.out)).toEqual({ items });
  });
});
