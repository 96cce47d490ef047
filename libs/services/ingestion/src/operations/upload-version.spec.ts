import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bytesOf,
  inChunks,
  openIngestion,
  type IngestionFixture,
} from '../testing/ingestion-fixture.js';

const flowers = 'petal,species\n1.5,setosa\n4.5,virginica\n';
const digestOf = (algorithm: string, body: string | Uint8Array) =>
  createHash(algorithm).update(body).digest('hex');

let ingestion: IngestionFixture;
beforeEach(async () => {
  ingestion = await openIngestion();
});
afterEach(() => ingestion.close());

describe('uploading a file', () => {
  it('makes it version 1, says so, and hands out the same bytes, profile and columnar form', async () => {
    const { status, json } = await ingestion.upload('iris', flowers, { target: 'species' });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      dataset: 'iris',
      version: 1,
      digest: { md5: digestOf('md5', flowers), sha256: digestOf('sha256', flowers) },
      rows: 2,
      bytes: flowers.length,
      columns: [
        { name: 'petal', type: 'number' },
        { name: 'species', type: 'string' },
      ],
      target: 'species',
      status: 'ready',
    });
    expect(await ingestion.events()).toEqual([
      {
        type: 'dataset.updated',
        data: {
          dataset: 'iris',
          version: 1,
          sha256: digestOf('sha256', flowers),
          rows: 2,
          target: 'species',
        },
      },
    ]);
    const params = { name: 'iris', version: '1' };
    const data = await bytesOf(await ingestion.request('downloadDatasetVersion', { params }));
    expect(data.toString()).toBe(flowers);
    expect(await ingestion.request('getDatasetProfile', { params })).toMatchObject({
      json: {
        rows: 2,
        columns: [
          { name: 'petal', type: 'number', missing: 0, distinct: 2 },
          { name: 'species', type: 'string', missing: 0, distinct: 2 },
        ],
      },
    });
    const { version } = await ingestion.datasets.getDatasetVersion({ dataset: 'iris' });
    expect(version).toMatchObject({ version: 1, target: 'species', rows: 2 });
    const { keys, staged } = await ingestion.stored();
    expect(keys.sort()).toEqual([version?.dataKey, version?.frameKey].sort());
    expect(staged).toBe(0);
  });

  it('hands out the .dvc file of the version', async () => {
    await ingestion.upload('one', 'x,y\n1,2\n');
    const params = { name: 'one', version: '1' };
    expect((await bytesOf(await ingestion.request('getDvcFile', { params }))).toString()).toBe(
      'outs:\n- md5: 344fd2323dd33d5c058b7cf27de029e8\n  size: 8\n  hash: md5\n  path: one.csv\n',
    );
    const { keys } = await ingestion.stored();
    expect(keys).toContain('datasets/one/files/md5/34/4fd2323dd33d5c058b7cf27de029e8');
  });

  it('takes the same bytes for the version they are, sent plain or compressed', async () => {
    await ingestion.upload('iris', flowers);
    await ingestion.upload('iris', `${flowers}6,setosa\n`);
    for (const body of [flowers, gzipSync(flowers)]) {
      const { status, json } = await ingestion.upload('iris', body);
      expect([status, json['version']]).toEqual([200, 1]);
    }
    expect(await ingestion.events()).toHaveLength(2);
    expect((await ingestion.stored()).staged).toBe(0);
  });

  it('numbers the versions of each dataset without gaps while many are uploaded at once', async () => {
    const bodies = Array.from({ length: 8 }, (_, i) => `${flowers}${i},setosa\n`);
    const replies = await Promise.all(bodies.map((body) => ingestion.upload('iris', body)));
    expect(replies.map(({ json }) => json['version']).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await ingestion.upload('other', flowers)).json['version']).toBe(1);
  });

  it('makes one version of the same bytes uploaded many times at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => ingestion.upload('iris', flowers)),
    );
    expect(replies.map(({ json }) => json['version'])).toEqual([1, 1, 1, 1, 1, 1]);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await ingestion.events()).toHaveLength(1);
  });

  it('leaves nothing behind when the body breaks off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* inChunks(Buffer.from(flowers));
      throw new Error('connection reset');
    }
    await expect(
      ingestion.request('uploadDatasetVersion', { params: { name: 'iris' }, stream: broken() }),
    ).rejects.toThrow('connection reset');
    expect(await ingestion.stored()).toEqual({ keys: [], staged: 0 });
    expect(await ingestion.events()).toEqual([]);
  });
});

describe('the target', () => {
  it('is refused, with the columns there are, when it is none of them', async () => {
    await expect(
      ingestion.upload('iris', flowers, { target: 'petal_length' }),
    ).rejects.toMatchObject({
      code: 'invalid_argument',
      faults: [{ field: 'target', message: expect.stringContaining('"species"') as string }],
    });
    expect(await ingestion.stored()).toEqual({ keys: [], staged: 0 });
  });

  it('is inherited by later versions that have the column, and forgotten by none', async () => {
    await ingestion.upload('iris', flowers, { target: 'species' });
    const again = await ingestion.upload('iris', `${flowers}6,setosa\n`);
    expect(again.json['target']).toBe('species');
    const unlabelled = await ingestion.upload('iris', 'petal\n1.5\n');
    expect(unlabelled.json).not.toHaveProperty('target');
    const labelled = await ingestion.upload('iris', `${flowers}7,setosa\n`);
    expect(labelled.json['target']).toBe('species');
  });

  it('is taken on by a version that had none, and kept by one that had', async () => {
    await ingestion.upload('iris', flowers);
    const named = await ingestion.upload('iris', flowers, { target: 'species' });
    expect([named.status, named.json['target']]).toEqual([200, 'species']);
    const renamed = await ingestion.upload('iris', flowers, { target: 'petal' });
    expect([renamed.status, renamed.json['target']]).toEqual([200, 'species']);
    expect((await ingestion.events()).map(({ data }) => data['target'])).toEqual([
      undefined,
      'species',
    ]);
  });
});

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a file that is unusual but sound', () => {
  it.each<[string, string | Uint8Array, number, string[]]>([
    ['has a byte-order mark', `\ufeff${flowers}`, 2, ['petal', 'species']],
    ['is UTF-16', utf16(flowers), 2, ['petal', 'species']],
    ['is Latin-1', Buffer.from('größe,art\n1,süß\n2,herb\n', 'latin1'), 2, ['größe', 'art']],
    ['quotes a newline', 'a,b\n"x\ny",1\n"z",2\n', 2, ['a', 'b']],
    ['has CRLF line ends and no last one', 'a,b\r\n1,2\r\n3,4', 2, ['a', 'b']],
    ['has a column of one value', 'a,b\n1,x\n1,y\n', 2, ['a', 'b']],
    ['has a class seen once', 'a,b\n1,x\n2,x\n3,y\n', 3, ['a', 'b']],
    ['has one class', 'a,b\n1,x\n2,x\n', 2, ['a', 'b']],
    ['has a NUL in a cell', 'a,b\nx\0y,1\nz,2\n', 2, ['a', 'b']],
  ])('is read when it %s', async (_, body, rows, names) => {
    const { status, json } = await ingestion.upload('odd', body);
    expect([status, json['rows']]).toEqual([201, rows]);
    expect((json['columns'] as { name: string }[]).map(({ name }) => name)).toEqual(names);
    const params = { name: 'odd', version: '1' };
    const data = await bytesOf(await ingestion.request('downloadDatasetVersion', { params }));
    expect(data).toEqual(Buffer.from(body as string));
    const profile = await ingestion.request('getDatasetProfile', { params });
    expect(profile).toMatchObject({ json: { rows } });
  });

  it('is read when a column has 100,000 distinct categories', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `value-${i},${i % 2 ? 'x' : 'y'}`);
    const { status, json } = await ingestion.upload('wide', `id,class\n${lines.join('\n')}\n`);
    expect([status, json['rows']]).toEqual([201, 100_000]);
    const params = { name: 'wide', version: '1' };
    const profile = (await ingestion.request('getDatasetProfile', { params })) as {
      json: unknown;
    };
    expect(JSON.stringify(profile.json).length).toBeLessThan(100_000);
  });
});

describe('a file that is no table', () => {
  it.each<[string, string | Uint8Array, number | undefined]>([
    ['is empty', '', undefined],
    ['is a header alone', 'a,b\n', undefined],
    ['has a short row', 'a,b\n1,2\n3\n', 3],
    ['has a long row', 'a,b\n1,2,3\n', 2],
    ['has two columns of one name', 'a,a\n1,2\n', 1],
    ['has a column without a name', 'a,\n1,2\n', 1],
    ['has a column named __proto__', 'a,__proto__\n1,2\n', 1],
    ['has a NUL in a name', 'a,b\0\n1,2\n', 1],
  ])('is refused, told by line, and kept aside when it %s', async (_, body, line) => {
    const error: unknown = await ingestion.upload('bad', body).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid_argument' });
    const { faults } = error as { faults: { line?: number; message: string }[] };
    expect(faults.length).toBeGreaterThan(0);
    if (line !== undefined) expect(faults[0]?.line).toBe(line);

    const sha256 = digestOf('sha256', body);
    expect(await ingestion.stored()).toEqual({ keys: [`rejected/bad/${sha256}`], staged: 0 });
    expect(await ingestion.events()).toMatchObject([
      { type: 'dataset.rejected', data: { dataset: 'bad', sha256 } },
    ]);
    await expect(ingestion.request('listDatasetVersions', { params: { name: 'bad' } }))
      .rejects //
      .toMatchObject({ code: 'not_found' });
  });

  it('is kept aside whole though reading stopped early, and reported once', async () => {
    const body = `a,a\n${'1,2\n'.repeat(50_000)}`;
    for (let i = 0; i < 2; i++) {
      await expect(ingestion.upload('bad', body)).rejects.toMatchObject({
        code: 'invalid_argument',
      });
    }
    const kept = await ingestion.objects.get(`rejected/bad/${digestOf('sha256', body)}`);
    expect(kept.size).toBe(body.length);
    for await (const chunk of kept.bytes) expect(chunk.length).toBeGreaterThan(0);
    expect(await ingestion.events()).toHaveLength(1);
  });

  it('does not use up a version number', async () => {
    await ingestion.upload('iris', flowers);
    await expect(ingestion.upload('iris', 'a\n')).rejects.toThrow();
    expect((await ingestion.upload('iris', `${flowers}6,x\n`)).json['version']).toBe(2);
  });
});

describe('a file that is too much', () => {
  it('is refused without a trace: over the size, or a gzip bomb', async () => {
    const small = await openIngestion({ maxBytes: 10_000, maxRatio: 20, ratioFreeBytes: 1_000 });
    try {
      for (const body of [
        Buffer.alloc(10_001, '1\n'),
        gzipSync(`a\n${'1\n'.repeat(4_000)}`),
        gzipSync(Buffer.alloc(1_000_000, 'a')),
      ]) {
        await expect(small.upload('big', body)).rejects.toMatchObject({
          code: 'payload_too_large',
        });
      }
      expect(await small.stored()).toEqual({ keys: [], staged: 0 });
      expect(await small.events()).toEqual([]);
    } finally {
      await small.close();
    }
  });
});

describe('names that are attacks', () => {
  it.each(['..', '../x', '%2f', 'a%2fb', 'a/b', 'a\0b', '__proto__', ''])(
    'are refused before anything happens: %j',
    async (name) => {
      await expect(ingestion.upload(name, flowers)).rejects.toThrow();
      expect(await ingestion.stored()).toEqual({ keys: [], staged: 0 });
    },
  );

  it('find nothing when they are words every object has', async () => {
    await expect(
      ingestion.datasets.getDatasetVersion({ dataset: 'constructor' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect((await ingestion.upload('constructor', flowers)).status).toBe(201);
  });
});
