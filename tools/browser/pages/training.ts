import { expect, it } from 'vitest';
import { demo, type ConsoleVisit } from '../console-visit.js';

/** Training runs: their leaderboards, and how they are started and followed. */
export function visitTraining(visit: ConsoleVisit): void {
  it('sees the candidates of a run side by side, and the winner on the holdout', async () => {
    await visit.open('Training');
    await visit.tableNamed('Training runs').getByRole('link').first().click();
    await visit.title(`Training run on ${demo} v1`);
    const board = visit.tableNamed('Leaderboard');
    const headings = await board.getByRole('columnheader').allInnerTexts();
    for (const metric of ['Accuracy', 'Precision', 'Recall', 'F1']) {
      expect(headings.some((heading) => heading.startsWith(metric))).toBe(true);
    }
    for (const algorithm of ['mljs-logistic-regression', 'mljs-random-forest']) {
      const row = board.getByRole('row').filter({ hasText: algorithm });
      const scores = (await row.innerText()).match(/\b[01]\.\d{3}\b/g) ?? [];
      expect(scores.length).toBeGreaterThanOrEqual(4);
    }
    await board.getByText('winner', { exact: true }).waitFor();
    const confusion = visit.tableNamed('Confusion matrix');
    await confusion.getByRole('columnheader', { name: 'malignant' }).waitFor();
    await visit.picture('training-run-light');
    await visit.page.emulateMedia({ colorScheme: 'dark' });
    await visit.picture('training-run-dark');
    await visit.page.emulateMedia({ colorScheme: 'light' });
  });

  it('starts a run with a search, and sees it go on live to its winner', async () => {
    await visit.open('Training');
    const form = visit.page.getByRole('region', { name: 'Start a run' });
    await form.getByRole('combobox', { name: 'Dataset' }).click();
    await visit.page.getByRole('option', { name: demo }).click();
    await form.getByLabel('Search: trials').fill('12');
    await visit.picture('start-run');
    await form.getByRole('button', { name: 'Start training' }).click();
    await visit.title(`Training run on ${demo} v1`);
    await visit.page.getByRole('progressbar', { name: 'Progress of the run' }).waitFor();
    await visit.page.getByText(/^About .* left$/).waitFor();
    await visit.tableNamed('Under way').getByRole('progressbar').first().waitFor();
    await visit.picture('training-run-live');
    await visit.tableNamed('Leaderboard').getByText('winner', { exact: true }).waitFor({
      timeout: 120_000,
    });
    const comparison = visit.tableNamed('Comparison');
    await comparison.getByRole('columnheader').nth(3).waitFor();
    await visit.pictures('training-run-search');
    await visit.putFirstVersionBack();
  });

  it('starts a run that is judged by the class that was asked for', async () => {
    await visit.open('Training');
    const form = visit.page.getByRole('region', { name: 'Start a run' });
    await form.getByRole('combobox', { name: 'Dataset' }).click();
    await visit.page.getByRole('option', { name: demo }).click();
    const positive = form.getByLabel('Positive class, of two');
    await positive.fill('benign');
    await form.getByRole('combobox', { name: 'Task' }).click();
    await visit.page.getByRole('option', { name: 'A number' }).click();
    expect(await positive.count()).toBe(0);
    await form.getByRole('combobox', { name: 'Task' }).click();
    await visit.page.getByRole('option', { name: 'Two classes' }).click();
    expect(await positive.inputValue()).toBe('benign');
    await form.getByLabel('Candidates').fill('random-forest');
    await visit.page.getByRole('option', { name: 'random-forest', exact: true }).click();
    await visit.page.keyboard.press('Escape');
    await visit.pictures('start-run-positive-class');
    await form.getByRole('button', { name: 'Start training' }).click();
    await visit.title(`Training run on ${demo} v1`);
    await visit.page.getByText('Positive class', { exact: true }).waitFor();
    await visit.page.getByText('benign', { exact: true }).first().waitFor();
    await visit.tableNamed('Leaderboard').getByText('winner', { exact: true }).waitFor({
      timeout: 120_000,
    });
    await visit.pictures('training-run-positive-class');
    await visit.putFirstVersionBack(3);
  });
}
