import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../testing/run-cli.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

/** An answer whose connection ends behind these bytes. */
function brokenOff(sent: string): Response {
  let left: string | undefined = sent;
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left === undefined) controller.error(new TypeError('terminated'));
        else controller.enqueue(new TextEncoder().encode(left));
        left = undefined;
      },
    }),
  );
}

describe('millrace predict-batch', () => {
  it('shows what is answered for the rows of a file', async () => {
    const file = await fileOf('rows.csv', 'a\n1\n');
    const { out, requests } = await run(
      ['predict-batch', 'iris', file],
      () => new Response('prediction,error\r\nsetosa,\r\n'),
    );
    expect(out).toBe('prediction,error\r\nsetosa,');
    expect(requests[0]?.body).toBe('a\n1\n');
    expect(requests[0]?.headers.get('content-type')).toBe('text/csv');
    expect(requests[0]?.url).toMatch(/\/api\/v1\/models\/iris\/predict-batch$/);
  });

  it('writes it to a file', async () => {
    const file = await fileOf('rows.ndjson', '{"a":1}\n');
    const output = join(folder, 'answers.ndjson');
    const args = ['predict-batch', 'iris', file, '--output', output];
    await run(args, () => new Response('{"prediction":1}\n'));
    expect(await readFile(output, 'utf8')).toBe('{"prediction":1}\n');
  });

  it('says why an answer is broken off, behind which row, and writes nothing', async () => {
    const file = await fileOf('more.jsonl', '{"a":1}\n');
    const output = join(folder, 'half.ndjson');
    const error = { type: 't', title: 'T', status: 400, detail: 'Broken off behind row 1: no.' };
    const { code, err } = await run(['predict-batch', 'iris', file, '--output', output], () =>
      brokenOff(`{"prediction":1}\n${JSON.stringify({ error })}\n`),
    );
    expect([code, existsSync(output)]).toEqual([1, false]);
    expect(err).toContain('Broken off behind row 1: no.');
  });

  it('says it of CSV too', async () => {
    const file = await fileOf('more.csv', 'a\n1\n');
    const error = { type: 't', title: 'T', status: 400, detail: 'Broken off behind row 1: no.' };
    const last = `,"${JSON.stringify(error).replaceAll('"', '""')}"`;
    const { code, out, err } = await run(['predict-batch', 'iris', file], () =>
      brokenOff(`prediction,error\r\n531,\r\n${last}\r\n`),
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('Broken off behind row 1: no.');
  });

  it.each([
    ['rows.txt', 'must end in .csv'],
    ['rows.arrow', 'name a file with --output'],
    ['nowhere.csv', 'cannot be read'],
  ])('refuses %s', async (name, message) => {
    const { code, err, requests } = await run(
      ['predict-batch', 'iris', join(folder, name)],
      () => new Response(),
    );
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(requests).toHaveLength(0);
  });
});
