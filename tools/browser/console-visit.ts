import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { findChromium } from './find-chromium.js';
import { startMillrace, type RunningMillrace } from './start-millrace.js';

export const root = join(import.meta.dirname, '../..');
const screenshots = join(import.meta.dirname, 'screenshots');
/** The dataset, and model, of the demonstration. */
export const demo = 'breast-cancer';

/** Millrace in a process of its own, and a person's browser at its console. */
export class ConsoleVisit {
  /** What the page complained of. */
  readonly consoleErrors: string[] = [];
  /** What the page asked of others than its own server. */
  readonly foreignRequests: string[] = [];
  #millrace: RunningMillrace | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;

  get millrace(): RunningMillrace {
    return begun(this.#millrace);
  }

  get page(): Page {
    return begun(this.#page);
  }

  async begin(): Promise<void> {
    const executablePath = findChromium(process.env);
    await mkdir(screenshots, { recursive: true });
    this.#millrace = await startMillrace(root);
    try {
      await this.untilAnswers('/readyz', async ({ ok }) => ok);
      await this.untilServed(({ model }) => model === demo);
    } catch (cause) {
      throw new Error(`Millrace did not get ready:\n${this.millrace.output()}`, { cause });
    }
    this.#browser = await chromium.launch({
      executablePath,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
        // Chromium's sandbox refuses to run for root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
    const context = await this.#browser.newContext({
      colorScheme: 'light',
      viewport: { width: 1360, height: 900 },
    });
    const page = await context.newPage();
    this.#page = page;
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.consoleErrors.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.consoleErrors.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && new URL(url).origin !== this.millrace.origin) {
        this.foreignRequests.push(url);
      }
    });
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  async end(): Promise<void> {
    await this.close();
    await this.#millrace?.remove();
  }

  /** Asks until the answer is good; fails at once when the program has ended. */
  async untilAnswers(
    path: string,
    isGood: (response: Response) => Promise<boolean>,
  ): Promise<void> {
    const answer = vi.waitFor(
      async () => {
        const response = await fetch(this.millrace.origin + path);
        if (!(await isGood(response))) throw new Error(`${path} answered ${response.status}`);
      },
      { timeout: 240_000, interval: 300 },
    );
    answer.catch(() => undefined);
    await Promise.race([answer, this.millrace.crash]);
  }

  async untilServed(
    isMeant: (served: { readonly model: string; readonly version: number }) => boolean,
  ): Promise<void> {
    await this.untilAnswers('/api/v1/served-models', async (response) => {
      const { items } = (await response.json()) as { items: { model: string; version: number }[] };
      return items.some(isMeant);
    });
  }

  /** A run with a seed of chance may make a better model than the first: what follows is about the first. */
  async putFirstVersionBack(versionCount = 2): Promise<void> {
    await this.untilAnswers(`/api/v1/models/${demo}`, async (response) => {
      const { versions } = (await response.json()) as { versions: { gate?: unknown }[] };
      return versions.length === versionCount && versions.every(({ gate }) => gate !== undefined);
    });
    const moved = await fetch(`${this.millrace.origin}/api/v1/models/${demo}/aliases/champion`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: 1 }),
    });
    expect(moved.status).toBe(200);
    await this.untilServed(({ model, version }) => model === demo && version === 1);
  }

  /** Goes to a page by the navigation. */
  async open(label: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: label, exact: true }).click();
  }

  async title(name: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  tableNamed(name: string): Locator {
    return this.page.getByRole('table', { name, exact: true });
  }

  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
  }

  /** The page on a wide and on a narrow screen, on neither of which anything reaches past its card. */
  async pictures(name: string): Promise<void> {
    const usual = this.page.viewportSize();
    for (const width of [1280, 390]) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.page.locator('html').evaluate((html) => html.scrollTo(0, 0));
      // What slides aside does so for a moment.
      await vi.waitFor(
        async () => expect(await this.#reachingOut(), `${name} at ${width} px`).toEqual([]),
        { timeout: 5_000, interval: 100 },
      );
      await this.picture(`${name}-${width}`);
    }
    if (usual) await this.page.setViewportSize(usual);
  }

  /** @returns what the form says when the file is in */
  async upload(name: string, fileName: string, content: string): Promise<string> {
    await this.open('Datasets');
    await this.title('Datasets');
    const form = this.page.getByRole('region', { name: 'Upload a file' });
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

  /** Cards, or the page, that something in them reaches out of without being scrolled. */
  async #reachingOut(): Promise<string[]> {
    return this.page
      .locator('html, main section')
      .evaluateAll((elements) =>
        elements
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map((element) => `${element.scrollWidth} px: ${element.textContent.slice(0, 80)}`),
      );
  }
}

function begun<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('The visit has not begun.');
  return thing;
}
