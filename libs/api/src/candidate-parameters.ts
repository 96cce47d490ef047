import type { LeaderboardEntry } from './trainer.js';

export interface ShownParameter {
  readonly name: string;
  readonly value: string | number | boolean;
  /** What the training rows made of it, where it was left to them. */
  readonly chosen?: number;
}

export interface ShownParameters {
  /** What tells the candidate from others of its algorithm. */
  readonly telling: readonly ShownParameter[];
  readonly others: readonly ShownParameter[];
}

const leftToTheRows = 'cross-validated';
const mostWeights = 3;

/**
 * The parameters of a candidate: of a trial those that differ from its algorithm's own come first, of an ensemble the
 * greatest weights, of others what the rows chose.
 */
export function parametersOf(
  { name, algorithm, parameters, validation }: LeaderboardEntry,
  leaderboard: readonly LeaderboardEntry[],
): ShownParameters {
  const all = Object.entries(parameters).map(([parameter, value]): ShownParameter => {
    const chosen = value === leftToTheRows ? validation['chosenL2'] : undefined;
    return { name: parameter, value, ...(chosen !== undefined && { chosen }) };
  });
  if (algorithm.endsWith('-ensemble')) {
    const size = ({ value }: ShownParameter) => Math.abs(Number(value));
    const weights = all.toSorted((a, b) => size(b) - size(a));
    return { telling: weights.slice(0, mostWeights), others: weights.slice(mostWeights) };
  }
  const usual = leaderboard.find((entry) => entry.name === algorithm)?.parameters;
  const isTelling = (parameter: ShownParameter) =>
    parameter.chosen !== undefined ||
    (name !== algorithm && usual !== undefined && usual[parameter.name] !== parameter.value);
  return {
    telling: all.filter(isTelling),
    others: all.filter((parameter) => !isTelling(parameter)),
  };
}
