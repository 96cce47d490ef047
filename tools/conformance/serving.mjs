// `npm run test:clients`: the Open Inference Protocol's own clients, and pyarrow, as they come from PyPI, against the
// standalone program with models it has trained on samples/.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../python/environment.mjs';
import { startStandalone } from './serving/start-standalone.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('serving/', import.meta.url));
/** A model of numbers alone, and one with categories and missing values. */
const samples = [
  { dataset: 'iris', target: 'species' },
  { dataset: 'penguins', target: 'species' },
];

const python = pythonEnvironment({
  requirements: join(here, 'requirements.txt'),
  folder: join(root, '.conformance/serving'),
  what: 'the clients',
});
const millrace = await startStandalone(root);
let status = 1;
try {
  for (const sample of samples) await upload(sample);
  const models = [];
  for (const { dataset } of samples) models.push(await questionsFor(dataset));
  const input = JSON.stringify({ http: millrace.http, grpc: millrace.grpc, models });
  // The first two bring the protocol's messages along under the same names: they cannot share a process.
  const passed = ['triton_clients.py', 'kserve_clients.py', 'arrow_clients.py'].map((script) =>
    passes(script, input),
  );
  if (passed.every(Boolean)) status = 0;
} finally {
  await millrace.stop();
}
process.exit(status);

function passes(script, input) {
  const stdio = ['pipe', 'inherit', 'inherit'];
  return spawnSync(python, [join(here, script)], { input, stdio }).status === 0;
}

async function json(path, init) {
  const response = await fetch(millrace.origin + path, init);
  if (!response.ok)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function upload({ dataset, target }) {
  await json(`/api/v1/datasets/${dataset}/versions?target=${target}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: readFileSync(join(root, `samples/${dataset}.csv`)),
  });
}

/** Rows of the sample, and what the service's own protocol answers for them. */
async function questionsFor(dataset) {
  const served = await waitForServed(dataset);
  const { inputs, classes } = served.signature;
  const instances = readRows(dataset, inputs);
  const answer = await json(`/api/v1/models/${dataset}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ instances }),
  });
  const features = inputs.map(({ name, type }) => ({
    name,
    numeric: type === 'integer' || type === 'number',
  }));
  return {
    model: dataset,
    version: String(answer.version),
    features,
    numbersOnly: features.every(({ numeric }) => numeric),
    rows: instances.map((instance) => features.map(({ name }) => instance[name])),
    labels: answer.predictions,
    probabilities: answer.probabilities.map((byClass) => classes.map((label) => byClass[label])),
  };
}

/** The first rows of a sample: its values have neither quotes nor commas in them. */
function readRows(dataset, inputs) {
  const [header = '', ...lines] = readFileSync(join(root, `samples/${dataset}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = header.split(',');
  return lines.slice(0, 20).map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(
      inputs.map(({ name, type }) => {
        const text = cells[names.indexOf(name)] ?? '';
        const numeric = type === 'integer' || type === 'number';
        return [name, text === '' ? null : numeric ? Number(text) : text];
      }),
    );
  });
}

async function waitForServed(model) {
  for (;;) {
    const { items } = await json('/api/v1/served-models');
    const served = items.find((each) => each.model === model);
    if (served) return served;
    const runs = await json(`/api/v1/training-runs?dataset=${model}`);
    const failed = runs.items.find((run) => run.status === 'failed');
    if (failed) throw new Error(`The training of ${model} failed: ${failed.reason}`);
    await wait(200);
  }
}
