import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { algorithmsFor, positiveClassOf } from '@millrace/ml';
import { beforeAll, describe, expect, it } from 'vitest';
import { startMillrace } from '../../browser/start-millrace.js';
import { pythonEnvironment } from '../../python/environment.mjs';
import { writeCase } from './cases.js';
import { exportAlgorithm } from './exported-algorithms.js';
import { trainAndDownload } from './registered-folder.js';
import { tables, type Table } from './tables.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, '.conformance/onnx');
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
/** The bar of the project; doubles all the way leave far less. */
const tolerance = 1e-5;

const algorithmsOf = ({ name }: Table) =>
  algorithmsFor(name === 'wild-quantity' ? 'regression' : 'binary');
/** Candidates of the models that mlflow serves: enough for an ensemble of them. */
const served = new Set(['logistic-regression', 'gradient-boosting', 'linear-regression']);
/** What other programs say of a case, by its name. */
let said: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {};
const classes = new Map<string, readonly string[]>();
const folders = new Map<string, Readonly<Record<string, Uint8Array>>>();

beforeAll(async () => {
  const python = pythonEnvironment({
    folder: join(folder, 'python'),
    requirements,
    what: 'onnx, onnxruntime and mlflow',
  });
  const cases = join(folder, 'cases');
  rmSync(cases, { recursive: true, force: true });
  mkdirSync(cases, { recursive: true });
  for (const table of tables) {
    for (const algorithm of algorithmsOf(table)) {
      const name = `${table.name}-${algorithm}`;
      classes.set(name, writeCase(join(cases, name), table, exportAlgorithm(table, algorithm)));
    }
  }
  const millrace = await startMillrace(root, { MILLRACE_DEMO: 'off' });
  try {
    await Promise.race([serving(millrace.origin), millrace.crash]);
    for (const table of tables) {
      const candidates = algorithmsOf(table).filter((name) => served.has(name));
      const files = await trainAndDownload(millrace.origin, table, candidates);
      folders.set(table.name, files);
      classes.set(table.name, writeCase(join(cases, table.name), table, files));
    }
  } finally {
    await millrace.remove();
  }
  const results = join(folder, 'results.json');
  const script = fileURLToPath(new URL('check_models.py', import.meta.url));
  const { status } = spawnSync(python, [script, cases, results], { stdio: 'inherit' });
  expect(status).toBe(0);
  said = JSON.parse(readFileSync(results, 'utf8')) as typeof said;
});

async function serving(origin: string): Promise<void> {
  for (;;) {
    const ready = await fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const rowsOf = ({ csv }: Table) => csv.trim().split('\n').length - 1;
const asHere = (table: Table) => ({
  rows: rowsOf(table),
  otherClasses: 0,
  largestDifference: expect.toSatisfy((off: number) => off < tolerance) as number,
});

/** What the files of a case say of its classes. */
const classesIn = (name: string) => {
  const own = classes.get(name) ?? [];
  return { classes: own, positiveClass: positiveClassOf(own) ?? null };
};

describe.each(tables.map((table) => [table.name, table] as const))('%s', (name, table) => {
  it.each(algorithmsOf(table))(
    '%s is a model to onnx, and answers in onnxruntime as here',
    (algorithm) => {
      expect(said[`${name}-${algorithm}`]).toEqual({
        checker: {},
        onnxruntime: asHere(table),
        metadata: classesIn(`${name}-${algorithm}`),
      });
    },
  );

  it('the folder of its best model is served by mlflow, with the same answers', () => {
    expect(said[name]).toEqual({
      checker: {},
      onnxruntime: asHere(table),
      metadata: classesIn(name),
      mlflow: { ...asHere(table), examples: 1, positiveClass: classesIn(name).positiveClass },
    });
  });

  it('the folder of its best model asks for the versions that were tried', () => {
    const asked = new TextDecoder().decode(folders.get(name)?.['requirements.txt']);
    expect(asked).toBe(readFileSync(requirements, 'utf8'));
  });
});
