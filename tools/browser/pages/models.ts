import { expect, it } from 'vitest';
import { demo, type ConsoleVisit } from '../console-visit.js';

/** Models: versions, gates, lineage, what they lean on. */
export function visitModels(visit: ConsoleVisit): void {
  it('sees the model, why it was promoted, and what it comes from', async () => {
    await visit.open('Models');
    await visit.tableNamed('Models').waitFor();
    await visit.pictures('models');
    await visit.tableNamed('Models').getByRole('link', { name: demo, exact: true }).click();
    await visit.title(demo);
    const first = visit.page.getByRole('button', { name: 'Show version 1', exact: true });
    const row = visit.tableNamed('Versions').getByRole('row').filter({ has: first });
    expect(await row.innerText()).toMatch(/champion[\s\S]*promoted/);
    await visit.page.getByText('Promoted by the gates').waitFor();
    await visit.page
      .getByRole('region', { name: 'Version 1: lineage' })
      .getByText('Seed')
      .waitFor();
    await visit
      .tableNamed('Inputs')
      .getByRole('cell', { name: 'mean_radius', exact: true })
      .waitFor();
    const leansOn = visit.page.getByRole('region', { name: 'Version 1: what it leans on' });
    await leansOn.getByRole('img', { name: 'Importance of the features' }).waitFor();
    expect(await leansOn.getByRole('img', { name: /^Mean .+ by .+/ }).count()).toBeGreaterThan(3);
    await visit.picture('model');
    await visit.pictures('model');
  });
}
