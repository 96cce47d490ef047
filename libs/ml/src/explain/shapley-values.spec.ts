import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnerOf } from '../learners/catalogue.js';
import { outputsOf } from '../learners/learner.js';
import { mixedSet } from '../learners/training-sets.fixture.js';
import { lone } from '../parallel/lone.js';
import { createRandom } from '../random/random.js';
import { createScorer } from '../scorers/create-scorer.js';
import { createExplainer } from './create-explainer.js';
import { contributionsOf, type ExplanationSteps } from './explainer.js';
import { factorialRows, features as treeFeatures, gridTrees } from './random-trees.fixture.js';
import type { Games } from './row-game.js';
import { scorerGames } from './scorer-games.fixture.js';
import { ordersWithin, shapleyValues } from './shapley-values.js';

function lastOf(steps: ExplanationSteps): Float64Array {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** One game, of one answer, by the worth of each set of players: bits. */
function gameOf(worths: Float64Array, changesPerStep = 1000): Games {
  const count = Math.log2(worths.length);
  return {
    rows: 1,
    columns: count,
    outputs: 1,
    references: 1,
    changesPerStep,
    of: () => ({
      answers: worths.slice(-1),
      against: () => {
        let set = 0;
        return {
          players: Int32Array.from({ length: count }, (_, player) => player),
          answers: worths.slice(0, 1),
          walk: (changed) =>
            Float64Array.from(changed, (player) => worths[(set ^= 1 << player)] ?? 0),
        };
      },
    }),
  };
}

const allOf = (players: number) => 2 ** players;
const worths = (players: number) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 2 ** players,
      maxLength: 2 ** players,
    })
    .map((values) => Float64Array.from(values));
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe('Shapley values of a game', () => {
  it('are the mean of what each player adds over all orders', () => {
    // Two of three carry; of the first the others get nothing.
    const values = lastOf(shapleyValues(gameOf(Float64Array.of(0, 0, 0, 6, 0, 6, 0, 6)), 8));
    expect([...values]).toEqual([4, 1, 1]);
  });

  it('make the difference that all players make, whether counted out or drawn', () => {
    fc.assert(
      fc.property(worths(6), fc.constantFrom(1, 12, 50, allOf(6)), (worth, changes) => {
        const values = lastOf(shapleyValues(gameOf(worth), changes));
        expect(sum(values)).toBeCloseTo((worth.at(-1) ?? 0) - (worth[0] ?? 0), 12);
      }),
    );
  });

  it('are nothing for a player who changes nothing, and equal for two who change the same', () => {
    fc.assert(
      fc.property(worths(5), fc.boolean(), (given, drawn) => {
        // The first player does nothing; of the last two only their number counts.
        const worth = given.map((_, set) => {
          const last = set >> 3;
          return given[(set & 0b110) | ((last === 1 ? 2 : last) << 3)] ?? 0;
        });
        const values = lastOf(shapleyValues(gameOf(worth), drawn ? 20 : allOf(5)));
        expect(values[0]).toBeCloseTo(0, 12);
        if (!drawn) expect(values[3]).toBeCloseTo(values[4] ?? 0, 12);
      }),
    );
  });

  it('that are drawn are those that are counted out, as far as chance allows', () => {
    fc.assert(
      fc.property(worths(7), (worth) => {
        const changes = 127 - 1;
        const orders = ordersWithin(changes, 7) ?? 0;
        const drawn = new Float64Array(7);
        // Many references are many draws.
        const references = 100;
        const games = { ...gameOf(worth), references };
        drawn.set(lastOf(shapleyValues(games, changes)));
        const exact = lastOf(shapleyValues(gameOf(worth), allOf(7)));
        // What a player adds lies between -1 and 1: its deviation is 1 at most.
        const bound = 5 / Math.sqrt(orders * references);
        drawn.forEach((value, player) => {
          expect(Math.abs(value - (exact[player] ?? 0))).toBeLessThan(bound);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('are the same in however small steps they are found', () => {
    fc.assert(
      fc.property(
        worths(6),
        fc.constantFrom(24, allOf(6)),
        fc.integer({ min: 1, max: 9 }),
        (...given) => {
          const [worth, changes, perStep] = given;
          expect(lastOf(shapleyValues(gameOf(worth, perStep), changes))).toEqual(
            lastOf(shapleyValues(gameOf(worth), changes)),
          );
        },
      ),
    );
  });
});

describe('Shapley values of a model against a background', () => {
  it('are what a linear model adds, in any order', () => {
    const set = mixedSet('quantity');
    const learner = learnerOf('linear-regression');
    const state = learner.fit(set, { parameters: learner.defaults, seed: 1, crew: lone });
    const shape = { features: set.features, outputs: outputsOf(set.target) };
    const few = { ...set.table, rows: 5, values: set.table.values.slice(0, 5 * set.table.columns) };
    const exact = contributionsOf(createExplainer(state, shape), few);
    const gamesOf = scorerGames(createScorer(state, shape), 1, set.table);
    for (const changes of [1, allOf(5)]) {
      lastOf(shapleyValues(gamesOf(few), changes)).forEach((value, at) => {
        expect(value).toBeCloseTo(exact[at] ?? 0, 9);
      });
    }
  });

  it('are those of trees along their ways, where the features of the background do not hang together', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const background = factorialRows();
        const state = gridTrees(seed, background);
        const shape = { features: treeFeatures, outputs: 1 };
        const explainer = createExplainer(state, shape);
        const some = { rows: 12, columns: 4, values: background.values.subarray(48, 96) };
        const exact = contributionsOf(explainer, some);
        const gamesOf = scorerGames(createScorer(state, shape), 1, background);
        lastOf(shapleyValues(gamesOf(some), allOf(4))).forEach((value, at) => {
          expect(value).toBeCloseTo(exact[at] ?? 0, 9);
        });
      }),
      { numRuns: 10 },
    );
  });
});

describe('nearest neighbours', () => {
  const kinds = [
    ['two classes', mixedSet('classes', { classCount: 2, rows: 60 })],
    ['three classes', mixedSet('classes', { classCount: 3, rows: 60 })],
    ['quantities', mixedSet('quantity', { rows: 60 })],
  ] as const;

  it.each(kinds)('of %s are explained as by asking the model itself', (_, set) => {
    const learner = learnerOf('k-nearest-neighbours');
    const state = learner.fit(set, { parameters: learner.defaults, seed: 1, crew: lone });
    const outputs = outputsOf(set.target);
    const shape = { features: set.features, outputs };
    const explainer = createExplainer(state, shape);
    expect(explainer).toMatchObject({ method: 'exact', background: { rows: 60 } });
    const score = createScorer(state, shape);
    const { columns, values } = set.table;
    // Gaps are filled as the model fills them.
    const fills = state.kind === 'neighbours' ? state.fills : new Float64Array();
    const filled = values.map((value, at) =>
      Number.isNaN(value) ? (fills[at % columns] ?? 0) : value,
    );
    const random = createRandom(8);
    const table = {
      rows: 6,
      columns,
      values: filled
        .slice(0, 6 * columns)
        .map((value, at) => (at % columns === 1 ? value : value + random.next())),
    };
    const gamesOf = scorerGames(score, outputs, { rows: 60, columns, values: filled });
    const asked = lastOf(shapleyValues(gamesOf(table), allOf(5)));
    contributionsOf(explainer, table).forEach((value, at) => {
      expect(value).toBeCloseTo(asked[at] ?? 0, 9);
    });
  });

  it('give a row the same explanation whatever rows are beside it', () => {
    const set = mixedSet('quantity', { rows: 200 });
    const learner = learnerOf('k-nearest-neighbours');
    const state = learner.fit(set, { parameters: learner.defaults, seed: 1, crew: lone });
    const explainer = createExplainer(state, { features: set.features, outputs: 1 });
    const { columns } = set.table;
    const some = { rows: 3, columns, values: set.table.values.subarray(0, 3 * columns) };
    const together = contributionsOf(explainer, some);
    for (let row = 0; row < 3; row++) {
      const values = some.values.subarray(row * columns, (row + 1) * columns);
      expect(contributionsOf(explainer, { rows: 1, columns, values })).toEqual(
        together.slice(row * columns, (row + 1) * columns),
      );
    }
  });
});
