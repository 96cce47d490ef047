import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, type ConsoleVisit } from '../console-visit.js';

/** A dataset that is put in by hand. */
export function visitUploads(visit: ConsoleVisit): void {
  it('uploads a dataset; the same bytes are the same version', async () => {
    const sample = await readFile(join(root, 'samples/iris.csv'), 'utf8');
    expect(await visit.upload('flowers', 'flowers.csv', sample)).toMatch(
      /Uploaded: flowers v1, 150 rows/,
    );
    expect(await visit.upload('flowers', 'again.csv', sample)).toMatch(/known already: flowers v1/);
    const shifted = sample.replace(/^[\d.]+/gm, (first) => (Number(first) + 4).toFixed(1));
    expect(await visit.upload('flowers', 'shifted.csv', shifted)).toMatch(/Uploaded: flowers v2/);
  });
}
