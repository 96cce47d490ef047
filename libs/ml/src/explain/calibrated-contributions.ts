import { calibratedScorer } from '../scorers/calibrated.js';
import { plattScorer } from '../scorers/platt.js';
import type { Scorer, ScorerShape } from '../scorers/scorer.js';
import type { CalibratedState, PlattState } from '../scorers/scorer-state.js';
import type { Explainer, ExplanationSteps } from './explainer.js';
import { explainedTogether } from './explained-together.js';
import type { Games, RowGames } from './row-game.js';
import { ordersWithin, shapleyValues } from './shapley-values.js';

/** How often a feature is changed to explain one row: what is asked is the calibration alone, not the model. */
const changesPerRow = 4096;
const changesPerStep = 1024;

/**
 * Contributions to probabilities as contributions to calibrated ones: Shapley values of a game in which a feature that is
 * known adds what it adds, and the calibration is asked about the sum.
 * @param explainer of the probabilities that are calibrated
 */
export function calibratedExplainer(
  state: CalibratedState | PlattState,
  shape: ScorerShape,
  explainer: Explainer,
): Explainer {
  const { outputs, features } = shape;
  const columns = features.length;
  const calibrate = calibrationOf(state, shape);
  const orders = ordersWithin(changesPerRow, columns);
  const from = { probabilities: explainer.baseValues, answers: calibrate(explainer.baseValues) };
  return {
    ...explainer,
    ...explainedTogether([explainer], orders === undefined ? 'rescaled' : 'sampled'),
    baseValues: from.answers,
    *steps(table): ExplanationSteps {
      const added = yield* explainer.steps(table);
      const games: Games = {
        rows: table.rows,
        columns,
        outputs,
        references: 1,
        changesPerStep,
        of: (row) => {
          const length = outputs * columns;
          return curveGames(calibrate, from, added.subarray(row * length, (row + 1) * length));
        },
      };
      return yield* shapleyValues(games, changesPerRow);
    },
  };
}

type Calibrate = (probabilities: Float64Array) => Float64Array;

/** @param added outputs x features */
function curveGames(
  calibrate: Calibrate,
  from: { readonly probabilities: Float64Array; readonly answers: Float64Array },
  added: Float64Array,
): RowGames {
  const outputs = from.answers.length;
  const columns = added.length / outputs;
  const add = (sums: Float64Array, column: number, sign: 1 | -1) => {
    for (let output = 0; output < outputs; output++) {
      sums[output] = (sums[output] ?? 0) + sign * (added[output * columns + column] ?? 0);
    }
  };
  const players = Int32Array.from({ length: columns }, (_, column) => column).filter((column) =>
    from.answers.some((_, output) => added[output * columns + column] !== 0),
  );
  const whole = from.probabilities.slice();
  for (const column of players) add(whole, column, 1);
  return {
    answers: calibrate(whole),
    against: () => {
      const sums = from.probabilities.slice();
      const known = new Uint8Array(columns);
      return {
        answers: from.answers,
        players,
        walk(changed) {
          const passed = new Float64Array(changed.length * outputs);
          for (const [step, column] of changed.entries()) {
            add(sums, column, known[column] === 1 ? -1 : 1);
            known[column] = 1 - (known[column] ?? 0);
            passed.set(sums, step * outputs);
          }
          return calibrate(passed);
        },
      };
    },
  };
}

/** What is made of the probabilities of rows, one after the other. */
function calibrationOf(state: CalibratedState | PlattState, shape: ScorerShape): Calibrate {
  const { outputs } = shape;
  const given: Scorer = ({ values }) => values.slice();
  const calibrate =
    state.kind === 'platt'
      ? plattScorer(state, shape, given)
      : calibratedScorer(state, shape, given);
  return (values) => calibrate({ rows: values.length / outputs, columns: outputs, values });
}
