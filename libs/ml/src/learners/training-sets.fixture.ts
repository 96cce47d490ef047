import type { Feature } from '../features/feature-table.js';
import { createRandom } from '../random/random.js';
import type { Target, TrainingSet } from './learner.js';

export const features: readonly Feature[] = [
  { kind: 'numeric', name: 'a', type: 'number', missing: false },
  {
    kind: 'categorical',
    name: 'b',
    type: 'string',
    missing: false,
    categories: ['p', 'q', 'r', 's'],
  },
  { kind: 'numeric', name: 'c', type: 'number', missing: false },
  { kind: 'numeric', name: 'constant', type: 'number', missing: false },
  { kind: 'numeric', name: 'empty', type: 'number', missing: false },
];

/** Numbers, categories and gaps; a column of one value, and one of none. What is learned hangs on the first three. */
export function mixedSet(
  kind: 'classes' | 'quantity',
  { rows = 150, classCount = 3, seed = 1 } = {},
): TrainingSet {
  const random = createRandom(seed);
  const columns = features.length;
  const values = new Float64Array(rows * columns);
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const a = random.next() * 10 - 5;
    const b = random.integer(4);
    const c = random.next();
    scores[row] = a + (b === 2 ? 6 : 0) + (c > 0.5 ? 2 : 0) + random.next();
    const gap = random.integer(12);
    values.set(
      [gap === 0 ? Number.NaN : a, gap === 1 ? Number.NaN : b, c, 4, Number.NaN],
      row * columns,
    );
  }
  return {
    features,
    table: { rows, columns, values },
    target: targetOf(kind, scores, classCount),
    weights: new Float64Array(rows).fill(1),
  };
}

function targetOf(kind: 'classes' | 'quantity', scores: Float64Array, classCount: number): Target {
  if (kind === 'quantity') return { kind, values: scores };
  const sorted = [...scores].sort((x, y) => x - y);
  const bounds = Array.from({ length: classCount - 1 }, (_, index) =>
    Number(sorted[Math.floor(((index + 1) * scores.length) / classCount)]),
  );
  return {
    kind,
    classCount,
    codes: Int32Array.from(scores, (score) => bounds.filter((bound) => score >= bound).length),
  };
}
