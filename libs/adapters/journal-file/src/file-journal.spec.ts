import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Journal, JournalSegment } from '@millrace/ports';
import { openFileJournal, segmentRecords } from './index.js';

let folder: string;
let quickMs: number;
const opened: Journal[] = [];
const open = async () => {
  const journal = await openFileJournal({ folder, quickMs });
  opened.push(journal);
  return journal;
};
const heading = { bytes: Buffer.from('heading') };
const append = (journal: Journal, text: string, under = heading) =>
  journal.append(under, Buffer.from(text));
const textsOf = async (segments: readonly JournalSegment[]) => {
  const texts: string[] = [];
  for (const segment of segments) {
    for await (const { bytes } of segment.records()) texts.push(Buffer.from(bytes).toString());
  }
  return texts;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-journal-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((journal) => journal.close()));
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  ['that writes at once', 1_000],
  // No write is quick enough for it.
  ['that leaves writes to another thread', -1],
])('a file journal %s', (_, quick) => {
  beforeEach(() => {
    quickMs = quick;
  });

  it('gives back every record in the order of its appends, whatever its characters', async () => {
    const journal = await open();
    const lines = Array.from({ length: 500 }, (_, i) => `{"i":${i},"text":"é😀\r"}`);
    await Promise.all(lines.map((line) => append(journal, line)));
    expect(await textsOf(await journal.seal())).toEqual(lines);
  });

  it('lets records share writes instead of making one file each', async () => {
    const journal = await open();
    await Promise.all(Array.from({ length: 100 }, (_, i) => append(journal, `${i}`)));
    expect(await journal.seal()).toHaveLength(1);
  });

  it('keeps a sealed segment, oldest first, until it is removed; removing twice is no error', async () => {
    const journal = await open();
    for (const line of ['a', 'b', 'c']) {
      await append(journal, line);
      await journal.seal();
    }
    const segments = await journal.seal();
    expect(await textsOf(segments)).toEqual(['a', 'b', 'c']);
    await segments[1]?.remove();
    await segments[1]?.remove();
    expect(await textsOf(await journal.seal())).toEqual(['a', 'c']);
  });

  it('gives each record its heading, in every segment, also while segments are ended under load', async () => {
    const journal = await open();
    const headings = ['a', 'b', 'c'].map((text) => ({ bytes: Buffer.from(text) }));
    const appended: Promise<unknown>[] = [];
    const sealed: (readonly JournalSegment[])[] = [];
    for (let i = 0; i < 300; i++) {
      for (const under of headings) {
        appended.push(append(journal, `${under.bytes.toString()}${i}`, under));
      }
      if (i % 7 === 0) sealed.push(await journal.seal());
      if (i % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(appended);
    const segments = await journal.seal();
    expect(segments.length).toBeGreaterThan(10);
    const seen: string[] = [];
    for (const segment of segments) {
      for await (const { heading: under, bytes } of segment.records()) {
        const text = Buffer.from(bytes).toString();
        expect(text[0]).toBe(Buffer.from(under.bytes).toString());
        seen.push(text);
      }
    }
    expect(seen).toEqual(
      Array.from({ length: 300 }, (_, i) => ['a', 'b', 'c'].map((text) => `${text}${i}`)).flat(),
    );
  });

  it('drops what would wait behind more than it may hold, says so, and keeps the rest', async () => {
    const journal = await openFileJournal({ folder, quickMs, pendingBytes: 1_000 });
    opened.push(journal);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => append(journal, 'x'.repeat(100))),
    );
    const kept = outcomes.filter((outcome) => outcome === 'kept');
    expect(outcomes).toContain('dropped');
    expect(kept.length).toBeGreaterThan(5);
    expect(await textsOf(await journal.seal())).toHaveLength(kept.length);
    expect(await append(journal, 'again')).toBe('kept');
  });

  it('drops what comes while a write hangs', async () => {
    const journal = await openFileJournal({ folder, quickMs, stallMs: 0 });
    opened.push(journal);
    const first = append(journal, 'first');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await append(journal, 'during')).toBe('dropped');
    expect(await first).toBe('kept');
  });

  it('lets another thread read a segment by its place', async () => {
    const journal = await open();
    await append(journal, 'a');
    await append(journal, 'b');
    const [segment] = await journal.seal();
    const texts: string[] = [];
    for await (const { bytes } of segmentRecords(segment?.place ?? '')) {
      texts.push(Buffer.from(bytes).toString());
    }
    expect(texts).toEqual(['a', 'b']);
  });

  it('has no segment when nothing was appended', async () => {
    const journal = await open();
    expect(await journal.seal()).toEqual([]);
    expect(await journal.seal()).toEqual([]);
  });

  it('shows the segments of an earlier opening under the same ids', async () => {
    const first = await open();
    await append(first, 'kept');
    const [before] = await first.seal();
    await append(first, 'left open');
    await first.close();
    const segments = await (await open()).seal();
    expect(segments[0]?.id).toBe(before?.id);
    expect(await textsOf(segments)).toEqual(['kept', 'left open']);
  });

  it('drops a last record that was torn by the end of its process', async () => {
    const first = await open();
    await append(first, 'whole');
    await first.close();
    const [file = ''] = await readdir(folder);
    await appendFile(join(folder, file), Buffer.from([9, 0, 0, 0, 1, 0, 0, 0, 0x74]));
    expect(await textsOf(await (await open()).seal())).toEqual(['whole']);
  });

  it('refuses any record once closed', async () => {
    const journal = await open();
    await journal.close();
    await expect(append(journal, 'late')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(journal.seal()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('acknowledges appends made just before it is closed', async () => {
    const journal = await open();
    const appended = append(journal, 'last words');
    await journal.close();
    await appended;
    expect(await textsOf(await (await open()).seal())).toEqual(['last words']);
  });

  it('refuses a folder that is open already', async () => {
    await open();
    await expect(openFileJournal({ folder })).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringContaining(String(process.pid)) as string,
    });
  });

  it.each([
    ['of a process that is gone', '{"pid":2147483646}'],
    ['with the number of this process, as every container has', `{"pid":${process.pid}}`],
    ['that cannot be read', ''],
  ])('takes over a lock %s', async (_, content) => {
    await writeFile(join(folder, 'journal.lock'), content);
    const journal = await open();
    await append(journal, 'fine');
    expect(await textsOf(await journal.seal())).toEqual(['fine']);
  });
});

describe('a process killed with SIGKILL', () => {
  it('loses no acknowledged record, repeats none, and keeps others out while it lives', async () => {
    const bundle = join(folder, 'child.cjs');
    await build({
      stdin: {
        contents: `
          import { openFileJournal } from './index.js';
          openFileJournal({ folder: process.argv[2] }).then((journal) => {
            const write = async (lane) => {
              const heading = { bytes: Buffer.from(lane) };
              for (let i = 0; ; i++) {
                await journal.append(heading, Buffer.from(lane + '-' + i));
                process.stdout.write(lane + '-' + i + '\\n');
              }
            };
            for (const lane of ['a', 'b', 'c']) write(lane);
          });
        `,
        resolveDir: dirname(fileURLToPath(import.meta.url)),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      conditions: ['@millrace/source'],
      outfile: bundle,
      logLevel: 'silent',
    });
    const place = join(folder, 'data');
    const child = spawn(process.execPath, [bundle, place], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === 50) {
        await expect(openFileJournal({ folder: place })).rejects.toMatchObject({
          code: 'failed_precondition',
        });
      }
      if (acknowledged.length === 300) child.kill('SIGKILL');
    }
    await ended;
    expect(acknowledged.length).toBeGreaterThanOrEqual(300);

    const journal = await openFileJournal({ folder: place });
    opened.push(journal);
    const lines = await textsOf(await journal.seal());
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines).toEqual(expect.arrayContaining(acknowledged));
    for (const lane of ['a', 'b', 'c']) {
      const own = lines.filter((line) => line.startsWith(lane));
      expect(own).toEqual(own.map((_, i) => `${lane}-${i}`));
    }
  });
});
