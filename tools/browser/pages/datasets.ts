import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { demo, root, type ConsoleVisit } from '../console-visit.js';

/** Datasets that are there: versions, digests, profiles, their bytes. */
export function visitDatasets(visit: ConsoleVisit): void {
  it('sees the datasets, a version with its digest, and the profile of its columns', async () => {
    await visit.open('Datasets');
    await visit.tableNamed('Datasets').getByRole('link', { name: demo }).click();
    await visit.title(demo);
    const row = visit.tableNamed('Versions').getByRole('row').nth(1);
    expect(await row.innerText()).toContain('569');
    await row.getByRole('button', { name: /^Copy sha256 [0-9a-f]{64}$/ }).waitFor();
    await row.getByRole('link', { name: 'Download' }).waitFor();
    await visit
      .tableNamed('Columns')
      .getByRole('cell', { name: 'mean_radius', exact: true })
      .waitFor();
    await visit.page.getByRole('img', { name: 'Distribution of mean_radius' }).waitFor();
    await visit.picture('dataset');
  });

  it('downloads the very bytes that were uploaded', async () => {
    const [download] = await Promise.all([
      visit.page.waitForEvent('download'),
      visit.page.getByRole('link', { name: 'Download' }).first().click(),
    ]);
    const sample = await readFile(join(root, 'samples', `${demo}.csv`));
    expect((await readFile(await download.path())).equals(sample)).toBe(true);
  });
}
