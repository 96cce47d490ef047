import { expect, it } from 'vitest';
import { type ConsoleVisit } from '../console-visit.js';

/** Drift reports. */
export function visitDrift(visit: ConsoleVisit): void {
  it('compares two versions of it and sees the column that drifted', async () => {
    await visit.open('Drift');
    const form = visit.page.getByRole('region', { name: 'Make a report' });
    await form.getByRole('combobox', { name: 'Dataset' }).click();
    await visit.page.getByRole('option', { name: 'flowers' }).click();
    await form.getByLabel('Reference version').fill('1');
    await form.getByLabel('Current version').fill('2');
    await form.getByRole('button', { name: 'Compare' }).click();
    await visit.title(/^Drift report /);
    await visit.page.getByText('flowers v2 against flowers v1').waitFor();
    const worst = visit.tableNamed('Columns').getByRole('row').nth(1);
    expect(await worst.innerText()).toMatch(/sepal_length[\s\S]*drift/);
    await visit.page.getByText('Some columns changed, the data has not drifted').waitFor();
    await visit.picture('drift-report-light');
    await visit.page.emulateMedia({ colorScheme: 'dark' });
    await visit.picture('drift-report-dark');
    await visit.page.emulateMedia({ colorScheme: 'light' });
    const [alone] = await Promise.all([
      visit.page.context().waitForEvent('page'),
      visit.page.getByRole('link', { name: 'As a page of its own' }).click(),
    ]);
    await alone.waitForLoadState();
    expect(await alone.locator('body').innerText()).toContain('sepal_length');
    await alone.close();
  });

  it('finds the report in the list', async () => {
    await visit.open('Drift');
    await visit.tableNamed('Drift reports').getByText('flowers v2').first().waitFor();
    await visit.picture('drift');
  });
}
