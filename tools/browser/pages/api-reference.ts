import { it } from 'vitest';
import { demo, type ConsoleVisit } from '../console-visit.js';

/** The API reference, and the page of a model of its own. */
export function visitApiReference(visit: ConsoleVisit): void {
  it('reads the API reference', async () => {
    await visit.open('API reference');
    await visit.page.getByText('/api/v1/training-runs', { exact: true }).first().waitFor();
    await visit.picture('api-reference');
  });

  it('tries a model on its own API page, with nothing to fill in', async () => {
    await visit.page.goto(`${visit.millrace.origin}/#/models/${demo}`);
    await visit.page.getByRole('link', { name: 'API', exact: true }).click();
    const operation = visit.page.locator('#operations-default-predict');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table .response').first();
    await answer.getByText('"probabilities"').waitFor();
    await visit.picture('model-api');
  });
}
