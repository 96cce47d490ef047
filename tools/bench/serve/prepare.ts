import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeModel, learnerOf, lone } from '@millrace/ml';
import { readBenchData } from '../train/bench-data.js';

// Fits the models that Millrace serves: `node prepare.mjs <data folder> <folder for the models>`
const [data = '', folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [kind, algorithm, name] of [
  ['forest', 'random-forest', '455x30'],
  ['logistic', 'logistic-regression', '455x30'],
  ['forest', 'random-forest', '80000x20'],
] as const) {
  const file = join(folder, `${kind}-${name}.millrace`);
  if (existsSync(file)) continue;
  const { set } = readBenchData(data, name);
  const learner = learnerOf(algorithm);
  const scorer = learner.fit(set, { parameters: learner.defaults, seed: 1, crew: lone });
  writeFileSync(
    file,
    encodeModel({
      algorithm,
      task: 'binary',
      target: 'y',
      classes: ['0', '1'],
      features: set.features,
      scorer,
    }),
  );
}
