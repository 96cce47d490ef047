import { createRandom, type Random } from '../random/random.js';
import type { ExplanationSteps } from './explainer.js';
import type { Games, RowGame } from './row-game.js';

/** Any: the same for every row, so that one row always gets the same answer. */
const seed = 20_090_501;

/**
 * Shapley values of games, averaged over the references of each row (interventional: Štrumbelj and Kononenko, "Explaining
 * prediction models and individual predictions with feature contributions", 2014). A game of few players is counted out.
 * Of a larger one some orders of the players are drawn (Castro, Gómez and Tejada, "Polynomial calculation of the Shapley
 * value based on sampling", 2009), each together with the same order backwards (Mitchell et al., "Sampling permutations for
 * Shapley value estimation", 2022). Along every order what the players add makes the whole, so that they always add up.
 * @param changes how many a game may take, about
 * @returns rows x outputs x features
 */
export function* shapleyValues(games: Games, changes: number): ExplanationSteps {
  const { rows, columns, outputs, references, changesPerStep } = games;
  const perRow = outputs * columns;
  const contributions = new Float64Array(rows * perRow);
  for (let row = 0; row < rows; row++) {
    const own = contributions.subarray(row * perRow, (row + 1) * perRow);
    const { answers, against } = games.of(row);
    const random = createRandom(seed);
    for (let reference = 0; reference < references; reference++) {
      const game = against(reference);
      const { players } = game;
      if (players.length === 0) continue;
      const task = { game, answers, columns, changesPerStep };
      const orders = ordersWithin(changes, players.length);
      const added = orders === undefined ? countOut(task) : drawOrders(task, orders, random);
      const told = yield* added;
      told.forEach((value, at) => {
        own[at] = (own[at] ?? 0) + value / references;
      });
    }
  }
  return contributions;
}

/**
 * How many orders of so many players the changes allow, those backwards included.
 * @returns undefined where all that there are can be counted out
 */
export function ordersWithin(changes: number, players: number): number | undefined {
  if (2 ** players - 1 <= changes) return undefined;
  return 2 * Math.max(1, Math.floor(changes / (2 * players)));
}

interface Task {
  readonly game: RowGame;
  /** For the row. */
  readonly answers: Float64Array;
  readonly columns: number;
  readonly changesPerStep: number;
}

/** All sets of players, each from the one before by one change (Gray's code). @returns outputs x features */
function* countOut({ game, answers, columns, changesPerStep }: Task): ExplanationSteps {
  const { players } = game;
  const count = players.length;
  const outputs = answers.length;
  const sets = 2 ** count;
  const path = Int32Array.from({ length: sets - 1 }, (_, step) => lowestBit(step + 1));
  const walked = yield* walk(
    game,
    path.map((player) => players[player] ?? 0),
    changesPerStep,
  );
  // By the bits of their players.
  const worths = new Float64Array(sets * outputs);
  worths.set(game.answers);
  let set = 0;
  path.forEach((player, step) => {
    set ^= 1 << player;
    worths.set(walked.subarray(step * outputs, (step + 1) * outputs), set * outputs);
  });
  worths.set(answers, (sets - 1) * outputs);
  const shares = shareBySize(count);
  const added = new Float64Array(outputs * columns);
  for (set = 0; set < sets; set++) {
    const share = shares[bitCount(set)] ?? 0;
    for (let player = 0; player < count; player++) {
      const bit = 1 << player;
      if ((set & bit) !== 0) continue;
      for (let output = 0; output < outputs; output++) {
        const at = output * columns + (players[player] ?? 0);
        const gain =
          (worths[(set | bit) * outputs + output] ?? 0) - (worths[set * outputs + output] ?? 0);
        added[at] = (added[at] ?? 0) + share * gain;
      }
    }
  }
  return added;
}

/** Of a set of each size: the share of all orders in which these players, and no others, come before the next. */
function shareBySize(count: number): Float64Array {
  const shares = new Float64Array(count);
  shares[0] = 1 / count;
  for (let size = 1; size < count; size++) {
    shares[size] = ((shares[size - 1] ?? 0) * size) / (count - size);
  }
  return shares;
}

/** @returns outputs x features */
function* drawOrders(
  { game, answers, columns, changesPerStep }: Task,
  orders: number,
  random: Random,
): ExplanationSteps {
  const outputs = answers.length;
  const order = game.players.slice();
  const count = order.length;
  const added = new Float64Array(outputs * columns);
  const path = new Int32Array(2 * count);
  for (let drawn = 0; drawn < orders; drawn += 2) {
    random.shuffle(order);
    // To the row in this order, and back in it: what is left on the way back are the first players of the order backwards.
    path.set(order);
    path.set(order, count);
    const walked = yield* walk(game, path, changesPerStep);
    walked.set(answers, (count - 1) * outputs);
    walked.set(game.answers, (2 * count - 1) * outputs);
    for (let step = 0; step < path.length; step++) {
      const way = step < count ? 1 / orders : -1 / orders;
      for (let output = 0; output < outputs; output++) {
        const before = step === 0 ? game.answers[output] : walked[(step - 1) * outputs + output];
        const at = output * columns + (path[step] ?? 0);
        const gain = (walked[step * outputs + output] ?? 0) - (before ?? 0);
        added[at] = (added[at] ?? 0) + way * gain;
      }
    }
  }
  return added;
}

function* walk(game: RowGame, path: Int32Array, changesPerStep: number): ExplanationSteps {
  const outputs = game.answers.length;
  const walked = new Float64Array(path.length * outputs);
  for (let from = 0; from < path.length; from += changesPerStep) {
    yield;
    walked.set(game.walk(path.subarray(from, from + changesPerStep)), from * outputs);
  }
  return walked;
}

function lowestBit(number: number): number {
  return 31 - Math.clz32(number & -number);
}

function bitCount(number: number): number {
  let count = 0;
  for (let rest = number; rest !== 0; rest &= rest - 1) count++;
  return count;
}
