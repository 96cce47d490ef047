import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findChromium } from './find-chromium.js';
import { startMillrace } from './start-millrace.js';
import type { RunningMillrace } from './start-millrace.js';

const root = join(import.meta.dirname, '../..');
const screenshots = join(import.meta.dirname, 'screenshots');
const demo = 'breast-cancer';

let millrace: RunningMillrace;
let browser: Browser;
let page: Page;
const consoleErrors: string[] = [];
const foreignRequests: string[] = [];

/** Asks until the answer is good; fails at once when the program has ended. */
async function untilAnswers(path: string, isGood: (response: Response) => Promise<boolean>) {
  const answer = vi.waitFor(
    async () => {
      const response = await fetch(millrace.origin + path);
      if (!(await isGood(response))) throw new Error(`${path} answered ${response.status}`);
    },
    { timeout: 240_000, interval: 300 },
  );
  answer.catch(() => undefined);
  await Promise.race([answer, millrace.crash]);
}

/** A run with a seed of chance may make a better model than the first: what follows is about the first. */
async function putFirstVersionBack(versionCount = 2) {
  await untilAnswers(`/api/v1/models/${demo}`, async (response) => {
    const { versions } = (await response.json()) as { versions: { gate?: unknown }[] };
    return versions.length === versionCount && versions.every(({ gate }) => gate !== undefined);
  });
  const moved = await fetch(`${millrace.origin}/api/v1/models/${demo}/aliases/champion`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version: 1 }),
  });
  expect(moved.status).toBe(200);
  await untilAnswers('/api/v1/served-models', async (response) => {
    const { items } = (await response.json()) as { items: { model: string; version: number }[] };
    return items.some(({ model, version }) => model === demo && version === 1);
  });
}

beforeAll(async () => {
  const executablePath = findChromium(process.env);
  await mkdir(screenshots, { recursive: true });
  millrace = await startMillrace(root);
  try {
    await untilAnswers('/readyz', async ({ ok }) => ok);
    await untilAnswers('/api/v1/served-models', async (response) => {
      const { items } = (await response.json()) as { items: { model: string }[] };
      return items.some(({ model }) => model === demo);
    });
  } catch (cause) {
    throw new Error(`Millrace did not get ready:\n${millrace.output()}`, { cause });
  }
  browser = await chromium.launch({
    executablePath,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      // Chromium's sandbox refuses to run for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  const context = await browser.newContext({
    colorScheme: 'light',
    viewport: { width: 1360, height: 900 },
  });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => consoleErrors.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== millrace.origin) {
      foreignRequests.push(url);
    }
  });
});

afterAll(async () => {
  await browser?.close();
  await millrace?.remove();
});

const open = (label: string) =>
  page.getByRole('navigation').getByRole('link', { name: label, exact: true }).click();
const title = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const tableNamed = (name: string): Locator => page.getByRole('table', { name, exact: true });
const picture = (name: string) =>
  page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

/** Cards, or the page, that something in them reaches out of without being scrolled. */
const reachingOut = () =>
  page
    .locator('html, main section')
    .evaluateAll((elements) =>
      elements
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map((element) => `${element.scrollWidth} px: ${element.textContent.slice(0, 80)}`),
    );

/** The page on a wide and on a narrow screen, on neither of which anything reaches past its card. */
async function pictures(name: string) {
  const usual = page.viewportSize();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.locator('html').evaluate((html) => html.scrollTo(0, 0));
    // What slides aside does so for a moment.
    await vi.waitFor(
      async () => expect(await reachingOut(), `${name} at ${width} px`).toEqual([]),
      {
        timeout: 5_000,
        interval: 100,
      },
    );
    await picture(`${name}-${width}`);
  }
  if (usual) await page.setViewportSize(usual);
}

async function upload(name: string, fileName: string, content: string): Promise<string> {
  await open('Datasets');
  await title('Datasets');
  const form = page.getByRole('region', { name: 'Upload a file' });
  await form.locator('input[type=file]').setInputFiles({
    name: fileName,
    mimeType: 'text/csv',
    buffer: Buffer.from(content),
  });
  await form.getByLabel('Dataset name').fill(name);
  await form.getByRole('button', { name: 'Upload', exact: true }).click();
  const answer = form.getByRole('status');
  await answer.waitFor();
  return answer.innerText();
}

describe('a person at the console', () => {
  it('sees the champion on the overview', async () => {
    await page.goto(millrace.origin);
    await title('Overview');
    const card = page.getByRole('article', { name: `Model ${demo}` });
    await card.getByText('champion v1').waitFor();
    await card.getByText(/^[01]\.\d{3}$/).waitFor();
    await picture('overview-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('overview-dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('sees the datasets, a version with its digest, and the profile of its columns', async () => {
    await open('Datasets');
    await tableNamed('Datasets').getByRole('link', { name: demo }).click();
    await title(demo);
    const row = tableNamed('Versions').getByRole('row').nth(1);
    expect(await row.innerText()).toContain('569');
    await row.getByRole('button', { name: /^Copy sha256 [0-9a-f]{64}$/ }).waitFor();
    await row.getByRole('link', { name: 'Download' }).waitFor();
    await tableNamed('Columns').getByRole('cell', { name: 'mean_radius', exact: true }).waitFor();
    await page.getByRole('img', { name: 'Distribution of mean_radius' }).waitFor();
    await picture('dataset');
  });

  it('downloads the very bytes that were uploaded', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).first().click(),
    ]);
    const sample = await readFile(join(root, 'samples', `${demo}.csv`));
    expect((await readFile(await download.path())).equals(sample)).toBe(true);
  });

  it('sees the candidates of a run side by side, and the winner on the holdout', async () => {
    await open('Training');
    await tableNamed('Training runs').getByRole('link').first().click();
    await title(`Training run on ${demo} v1`);
    const board = tableNamed('Leaderboard');
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
    const confusion = tableNamed('Confusion matrix');
    await confusion.getByRole('columnheader', { name: 'malignant' }).waitFor();
    await picture('training-run-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('training-run-dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('starts a run with a search, and sees it go on live to its winner', async () => {
    await open('Training');
    const form = page.getByRole('region', { name: 'Start a run' });
    await form.getByRole('combobox', { name: 'Dataset' }).click();
    await page.getByRole('option', { name: demo }).click();
    await form.getByLabel('Search: trials').fill('12');
    await picture('start-run');
    await form.getByRole('button', { name: 'Start training' }).click();
    await title(`Training run on ${demo} v1`);
    await page.getByRole('progressbar', { name: 'Progress of the run' }).waitFor();
    await page.getByText(/^About .* left$/).waitFor();
    await tableNamed('Under way').getByRole('progressbar').first().waitFor();
    await picture('training-run-live');
    await tableNamed('Leaderboard').getByText('winner', { exact: true }).waitFor({
      timeout: 120_000,
    });
    const comparison = tableNamed('Comparison');
    await comparison.getByRole('columnheader').nth(3).waitFor();
    await picture('training-run-search');
    await putFirstVersionBack();
  });

  it('starts a run that is judged by the class that was asked for', async () => {
    await open('Training');
    const form = page.getByRole('region', { name: 'Start a run' });
    await form.getByRole('combobox', { name: 'Dataset' }).click();
    await page.getByRole('option', { name: demo }).click();
    const positive = form.getByLabel('Positive class, of two');
    await positive.fill('benign');
    await form.getByRole('combobox', { name: 'Task' }).click();
    await page.getByRole('option', { name: 'A number' }).click();
    expect(await positive.count()).toBe(0);
    await form.getByRole('combobox', { name: 'Task' }).click();
    await page.getByRole('option', { name: 'Two classes' }).click();
    expect(await positive.inputValue()).toBe('benign');
    await form.getByLabel('Candidates').fill('random-forest');
    await page.getByRole('option', { name: 'random-forest', exact: true }).click();
    await page.keyboard.press('Escape');
    await pictures('start-run-positive-class');
    await form.getByRole('button', { name: 'Start training' }).click();
    await title(`Training run on ${demo} v1`);
    await page.getByText('Positive class', { exact: true }).waitFor();
    await page.getByText('benign', { exact: true }).first().waitFor();
    await tableNamed('Leaderboard').getByText('winner', { exact: true }).waitFor({
      timeout: 120_000,
    });
    await pictures('training-run-positive-class');
    await putFirstVersionBack(3);
  });

  it('compares runs of the experiment', async () => {
    await open('Experiments');
    await tableNamed('Experiments').getByRole('link').first().click();
    const choices = tableNamed('Runs').getByRole('checkbox');
    await choices.nth(0).click();
    await choices.nth(1).click();
    const comparison = tableNamed('Comparison');
    await comparison
      .getByRole('cell', { name: /accuracy/i })
      .first()
      .waitFor();
    expect(await comparison.getByRole('columnheader').count()).toBeGreaterThanOrEqual(3);
    await picture('experiment');
  });

  it('sees the model, why it was promoted, and what it comes from', async () => {
    await open('Models');
    await tableNamed('Models').waitFor();
    await pictures('models');
    await tableNamed('Models').getByRole('link', { name: demo, exact: true }).click();
    await title(demo);
    const first = page.getByRole('button', { name: 'Show version 1', exact: true });
    const row = tableNamed('Versions').getByRole('row').filter({ has: first });
    expect(await row.innerText()).toMatch(/champion[\s\S]*promoted/);
    await page.getByText('Promoted by the gates').waitFor();
    await page.getByRole('region', { name: 'Version 1: lineage' }).getByText('Seed').waitFor();
    await tableNamed('Inputs').getByRole('cell', { name: 'mean_radius', exact: true }).waitFor();
    const leansOn = page.getByRole('region', { name: 'Version 1: what it leans on' });
    await leansOn.getByRole('img', { name: 'Importance of the features' }).waitFor();
    expect(await leansOn.getByRole('img', { name: /^Mean .+ by .+/ }).count()).toBeGreaterThan(3);
    await picture('model');
    await pictures('model');
  });

  it('predicts through the form, and is told of a field that is no number', async () => {
    await open('Predict');
    await title('Predict');
    const field = page.getByLabel('mean_radius', { exact: true });
    const example = await field.inputValue();
    expect(Number(example)).toBeGreaterThan(0);
    const button = page.getByRole('button', { name: 'Predict diagnosis' });
    await field.fill('large');
    await page.getByText('must be a number').waitFor();
    expect(await button.isDisabled()).toBe(true);
    await field.fill(example);
    await button.click();
    const answer = page.getByRole('status', { name: 'Prediction' });
    await answer
      .getByText(/^(benign|malignant)$/)
      .first()
      .waitFor();
    await answer.getByText(`Answered by ${demo} v1`).waitFor();
    expect(await answer.getByRole('listitem').count()).toBe(2);
    const command = page.getByLabel('curl command');
    expect(await command.innerText()).toContain(`/api/v1/models/${demo}/predict`);
    await picture('predict');
  });

  it('sees why a model answers so', async () => {
    const started = await fetch(`${millrace.origin}/api/v1/training-runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dataset: demo, model: 'forest', candidates: ['random-forest'] }),
    });
    expect(started.status).toBe(202);
    await untilAnswers('/api/v1/served-models', async (response) => {
      const { items } = (await response.json()) as { items: { model: string }[] };
      return items.some(({ model }) => model === 'forest');
    });
    await page.goto(`${millrace.origin}/#/predict/forest`);
    await page.getByRole('button', { name: 'Predict diagnosis' }).click();
    const why = page.getByRole('region', { name: 'Why', exact: true });
    await why.getByText(/^What each feature adds, counted from/).waitFor();
    expect(await why.locator('.contribution-track').count()).toBeGreaterThan(3);
    await pictures('predict-why');
  });

  it('uploads a dataset; the same bytes are the same version', async () => {
    const sample = await readFile(join(root, 'samples/iris.csv'), 'utf8');
    expect(await upload('flowers', 'flowers.csv', sample)).toMatch(
      /Uploaded: flowers v1, 150 rows/,
    );
    expect(await upload('flowers', 'again.csv', sample)).toMatch(/known already: flowers v1/);
    const shifted = sample.replace(/^[\d.]+/gm, (first) => (Number(first) + 4).toFixed(1));
    expect(await upload('flowers', 'shifted.csv', shifted)).toMatch(/Uploaded: flowers v2/);
  });

  it('compares two versions of it and sees the column that drifted', async () => {
    await open('Drift');
    const form = page.getByRole('region', { name: 'Make a report' });
    await form.getByRole('combobox', { name: 'Dataset' }).click();
    await page.getByRole('option', { name: 'flowers' }).click();
    await form.getByLabel('Reference version').fill('1');
    await form.getByLabel('Current version').fill('2');
    await form.getByRole('button', { name: 'Compare' }).click();
    await title(/^Drift report /);
    await page.getByText('flowers v2 against flowers v1').waitFor();
    const worst = tableNamed('Columns').getByRole('row').nth(1);
    expect(await worst.innerText()).toMatch(/sepal_length[\s\S]*drift/);
    await page.getByText(/^(The data has drifted|No drift)$/).waitFor();
    await picture('drift-report-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('drift-report-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    const [alone] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'As a page of its own' }).click(),
    ]);
    await alone.waitForLoadState();
    expect(await alone.locator('body').innerText()).toContain('sepal_length');
    await alone.close();
  });

  it('finds the report in the list', async () => {
    await open('Drift');
    await tableNamed('Drift reports').getByText('flowers v2').first().waitFor();
    await picture('drift');
  });

  it('reads the API reference', async () => {
    await open('API reference');
    await page.getByText('/api/v1/training-runs', { exact: true }).first().waitFor();
    await picture('api-reference');
  });

  it('tries a model on its own API page, with nothing to fill in', async () => {
    await page.goto(`${millrace.origin}/#/models/${demo}`);
    await page.getByRole('link', { name: 'API', exact: true }).click();
    const operation = page.locator('#operations-default-predict');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table .response').first();
    await answer.getByText('"probabilities"').waitFor();
    await picture('model-api');
  });

  it('met no error, and the page asked nobody but its own server', () => {
    expect(consoleErrors).toEqual([]);
    expect(foreignRequests).toEqual([]);
  });

  it('ends the server with Ctrl-C, and it goes in peace', async () => {
    await browser.close();
    expect(await millrace.interrupt(), millrace.output()).toBe(0);
  });
});
