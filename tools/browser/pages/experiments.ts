import { expect, it } from 'vitest';
import { type ConsoleVisit } from '../console-visit.js';

/** Experiments: runs side by side. */
export function visitExperiments(visit: ConsoleVisit): void {
  it('compares runs of the experiment', async () => {
    await visit.open('Experiments');
    await visit.tableNamed('Experiments').getByRole('link').first().click();
    const choices = visit.tableNamed('Runs').getByRole('checkbox');
    await choices.nth(0).click();
    await choices.nth(1).click();
    const comparison = visit.tableNamed('Comparison');
    await comparison
      .getByRole('cell', { name: /accuracy/i })
      .first()
      .waitFor();
    expect(await comparison.getByRole('columnheader').count()).toBeGreaterThanOrEqual(3);
    await visit.picture('experiment');
  });
}
