import type { Frame } from '@millrace/frame';
import type { Learner, Parameters } from '../learners/learner.js';
import { lone } from '../parallel/lone.js';
import { readTarget } from '../target/learned-target.js';
import { fitPipeline } from '../training/fit-pipeline.js';
import type { OnnxSource } from './export-onnx.js';

/** Less of what the slow ones do: graphs are no other for it. */
const quicker: Readonly<Record<string, Parameters>> = {
  'mljs-logistic-regression': { steps: 60 },
  'mljs-random-forest': { trees: 4 },
  'random-forest': { trees: 40 },
};

/** A model of some rows of a table. */
function fitRows(
  frame: Frame,
  learner: Learner,
  { target, rows }: { readonly target: string; readonly rows: Uint32Array },
): OnnxSource {
  const learned = readTarget(frame, target);
  const { features, scorer } = fitPipeline({
    frame,
    apart: new Set([target]),
    learned,
    rows,
    learner,
    parameters: { ...learner.defaults, ...quicker[learner.algorithm] },
    seed: 3,
    crew: lone,
  });
  return { features, classes: learned.kind === 'classes' ? learned.labels : [], scorer };
}

/** A model of the first half of the rows. @param target column to learn */
export function fitFirstHalf(frame: Frame, learner: Learner, target: string): OnnxSource {
  const rows = Uint32Array.from({ length: Math.floor(frame.rowCount / 2) }, (_, row) => row);
  return fitRows(frame, learner, { target, rows });
}

/** A model of every second row. @param target column to learn */
export function fitEverySecond(frame: Frame, learner: Learner, target: string): OnnxSource {
  const rows = Uint32Array.from({ length: Math.floor(frame.rowCount / 2) }, (_, row) => 2 * row);
  return fitRows(frame, learner, { target, rows });
}
