import { expect, it } from 'vitest';
import { demo, type ConsoleVisit } from '../console-visit.js';

/** Predictions, and the reasons for them. */
export function visitPredict(visit: ConsoleVisit): void {
  it('predicts through the form, and is told of a field that is no number', async () => {
    await visit.open('Predict');
    await visit.title('Predict');
    const field = visit.page.getByLabel('mean_radius', { exact: true });
    const example = await field.inputValue();
    expect(Number(example)).toBeGreaterThan(0);
    const button = visit.page.getByRole('button', { name: 'Predict diagnosis' });
    await field.fill('large');
    await visit.page.getByText('must be a number').waitFor();
    expect(await button.isDisabled()).toBe(true);
    await field.fill(example);
    await button.click();
    const answer = visit.page.getByRole('status', { name: 'Prediction' });
    await answer
      .getByText(/^(benign|malignant)$/)
      .first()
      .waitFor();
    await answer.getByText(`Answered by ${demo} v1`).waitFor();
    expect(await answer.getByRole('listitem').count()).toBe(2);
    const command = visit.page.getByLabel('curl command');
    expect(await command.innerText()).toContain(`/api/v1/models/${demo}/predict`);
    await visit.picture('predict');
  });

  it('sees why a model answers so', async () => {
    await visit.open('Training');
    const form = visit.page.getByRole('region', { name: 'Start a run' });
    await form.getByRole('combobox', { name: 'Dataset' }).click();
    await visit.page.getByRole('option', { name: demo }).click();
    await form.getByLabel('Name of the model').fill('forest');
    await form.getByLabel('Candidates').fill('random-forest');
    await visit.page.getByRole('option', { name: 'random-forest', exact: true }).click();
    await visit.page.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Start training' }).click();
    await visit.title(`Training run on ${demo} v1`);
    await visit.untilServed(({ model }) => model === 'forest');
    await visit.page.goto(`${visit.millrace.origin}/#/predict/forest`);
    await visit.page.getByRole('button', { name: 'Predict diagnosis' }).click();
    const why = visit.page.getByRole('region', { name: 'Why', exact: true });
    await why.getByText(/^What each feature adds, counted from/).waitFor();
    expect(await why.locator('.contribution-track').count()).toBeGreaterThan(3);
    await visit.pictures('predict-why');
  });
}
