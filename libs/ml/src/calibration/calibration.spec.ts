import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.js';
import { chooseCalibration, type CrossFittedRows } from './choose-calibration.js';
import { calibrate, fitCalibration, type CalibrationRows } from './fit-calibration.js';
import { fitIsotonic, type Knots } from './isotonic.js';
import { fitPlatt } from './platt.js';

/** Written by `tools/golden/calibration.py`. */
const golden = JSON.parse(
  readFileSync(new URL('golden/calibration.json', import.meta.url), 'utf8'),
) as {
  readonly scikitLearn: string;
  readonly cases: readonly {
    readonly name: string;
    readonly scores: readonly number[];
    readonly outcomes: readonly number[];
    readonly grid: readonly number[];
    readonly isotonic: readonly number[];
    readonly platt: readonly number[];
  }[];
};

/** The line through the knots, level outside them. */
function lineAt({ x, y }: Knots, value: number): number {
  const next = x.findIndex((knot) => knot >= value);
  if (next === -1) return y[y.length - 1] ?? 0;
  if (next === 0) return y[0] ?? 0;
  const [from = 0, to = 1] = x.subarray(next - 1, next + 1);
  const [low = 0, high = 0] = y.subarray(next - 1, next + 1);
  return low + ((value - from) / (to - from)) * (high - low);
}

describe.each(golden.cases.map((each) => [each.name, each] as const))(
  `calibration as scikit-learn ${golden.scikitLearn} has it: %s`,
  (_, { scores, outcomes, grid, isotonic, platt }) => {
    const rows = [Float64Array.from(scores), Float64Array.from(outcomes)] as const;

    it('isotonic', () => {
      const knots = fitIsotonic(...rows);
      grid.forEach((value, at) => expect(lineAt(knots, value)).toBeCloseTo(isotonic[at] ?? 0, 9));
    });

    it('Platt', () => {
      const { slope, offset } = fitPlatt(...rows);
      grid.forEach((value, at) => {
        // scikit-learn stops where its gradient is small.
        expect(1 / (1 + Math.exp(-(slope * value + offset)))).toBeCloseTo(platt[at] ?? 0, 6);
      });
    });
  },
);

const outcomes = fc.array(
  fc.record({
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    outcome: fc.integer({ max: 1, min: 0 }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('isotonic calibration', () => {
  it('rises, keeps the mean outcome, and leaves what it has made as it is', () => {
    fc.assert(
      fc.property(outcomes, (rows) => {
        const scores = Float64Array.from(rows, ({ score }) => score);
        const happened = Float64Array.from(rows, ({ outcome }) => outcome);
        const knots = fitIsotonic(scores, happened);
        expect([...knots.x]).toEqual([...new Set(knots.x)].sort((a, b) => a - b));
        expect([...knots.y]).toEqual([...knots.y].sort((a, b) => a - b));
        const fitted = scores.map((score) => lineAt(knots, score));
        const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
        expect(sum(fitted)).toBeCloseTo(sum(happened), 9);
        const again = fitIsotonic(fitted, happened);
        fitted.forEach((value) => expect(lineAt(again, value)).toBeCloseTo(value, 9));
      }),
    );
  });
});

/** Rows whose true probabilities a model has drawn towards 0 and 1 by a factor on their log odds. */
function overconfident(factor: number, rows: number, classCount: 2 | 3): CrossFittedRows {
  const random = createRandom(4);
  const probabilities = new Float64Array(rows * classCount);
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const raw = Array.from({ length: classCount }, () => random.next() * 3);
    const share = (power: number) => {
      const own = raw.map((each) => Math.exp(each * power));
      const total = own.reduce((sum, each) => sum + each, 0);
      return own.map((each) => each / total);
    };
    probabilities.set(share(factor), row * classCount);
    let left = random.next();
    codes[row] = share(1).findIndex((each) => (left -= each) <= 0);
  }
  const folds = Int32Array.from(codes, (_, row) => row % 5);
  return { probabilities, codes, classCount, folds };
}

describe.each([2, 3] as const)('calibration of %i classes', (classCount) => {
  const rows: CalibrationRows = overconfident(3, 600, classCount);

  it.each(['isotonic', 'platt'] as const)('%s leaves probabilities that sum to 1', (method) => {
    const answers = calibrate(fitCalibration(method, rows), rows.probabilities, classCount);
    for (let row = 0; row < 600; row++) {
      const own = [...answers.subarray(row * classCount, (row + 1) * classCount)];
      expect(own.every((share) => share > 0 && share < 1)).toBe(true);
      expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });

  it('is taken where it lowers the log loss on rows it was not fitted on', () => {
    const { method, logLoss, calibration } = chooseCalibration(overconfident(3, 3000, classCount));
    expect(method).toBe('platt');
    expect(logLoss.after).toBeLessThan(logLoss.before * 0.9);
    expect(calibration?.kind).toBe('platt');
  });

  it('is left alone where probabilities are right already', () => {
    const given = overconfident(1, 3000, classCount);
    const chosen = chooseCalibration(given);
    expect(chosen).toMatchObject({ method: 'none', probabilities: given.probabilities });
    expect(chosen.calibration).toBeUndefined();
  });
});

describe('isotonic calibration', () => {
  it('is taken where no logistic function would do', () => {
    const given = overconfident(1, 4000, 2);
    // What is said of the likelier half says nothing.
    const bent = given.probabilities.map((share, at) => {
      const second = at % 2 === 1 ? share : 1 - share;
      const told = second > 0.5 ? 0.5 + second / 1000 : second;
      return at % 2 === 1 ? told : 1 - told;
    });
    const { method } = chooseCalibration({ ...given, probabilities: bent });
    expect(method).toBe('isotonic');
  });
});
