import { ensembleAlgorithm } from '../learners/algorithm-names.js';
import { scoreBy } from '../metrics/metric-catalogue.js';
import { standardError } from '../metrics/standard-error.js';
import type { NamedCandidate } from './compose-ensemble.js';
import { rankCandidates, type Contender } from './rank-candidates.js';

export interface Choice {
  /** By which candidates are chosen. */
  readonly metric: string;
  /** What tells apart candidates that `metric` does not: of classes `logLoss`, which every row counts in; else `rmse`. */
  readonly finer: 'logLoss' | 'rmse';
  /** The metric of a candidate on each of its folds; none where that is not known. */
  readonly foldsOf: (name: string) => readonly number[];
}

/**
 * The candidate to make a model of. Differences smaller than the standard error of the best figure over its folds say
 * nothing (the one-standard-error rule of Breiman et al., "Classification and Regression Trees", 1984, 3.4.3): of the
 * candidates within it the best by the finer metric is taken. Where the finer metric is what is asked for, it is the weighted
 * ensemble, in which the chance of the folds evens out; measured over the data sets of `docs/benchmarks/quality.md`.
 * @returns undefined when none succeeded
 */
export function chooseCandidate<Entry extends NamedCandidate & Contender>(
  candidates: readonly Entry[],
  { metric, finer, foldsOf }: Choice,
): Entry | undefined {
  const ranked = rankCandidates(candidates, metric);
  const [best] = ranked;
  if (!best) return undefined;
  const scoreOf = ({ validation }: Contender) => scoreBy(metric, validation[metric] ?? Number.NaN);
  // Ensembles keep no folds of their own: theirs are as hard as those of the best that has.
  const measured = ranked.map(({ name }) => foldsOf(name)).find(({ length }) => length > 1);
  const least = scoreOf(best) - standardError(measured ?? []);
  const near = ranked.filter((each) => scoreOf(each) >= least);
  const ensemble = near.find(({ algorithm }) => algorithm === ensembleAlgorithm);
  return (metric === finer ? ensemble : rankCandidates(near, finer)[0]) ?? best;
}
