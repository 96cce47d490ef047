import { ensembleAlgorithms, ensembleMembers } from '../learners/algorithm-names.js';
import type { Parameters } from '../learners/learner.js';
import type { MetricName } from '../metrics/metric-catalogue.js';
import type { RefitMember } from '../training/candidate-task.js';
import { rankCandidates, type Contender } from './rank-candidates.js';

/** A candidate by its name in the leaderboard. */
export interface NamedCandidate {
  readonly name: string;
  readonly algorithm: string;
  /** Of an ensemble, the weight of each candidate that it is made of. */
  readonly parameters: Parameters;
}

/** A member by the name of the candidate that it is. */
export type NamedMember = Omit<RefitMember, 'outOfFold'> & { readonly name: string };

/** Candidates that an ensemble looks at: more make answers slower rather than better. */
const mostMembers = 8;

/** The candidates that an ensemble is weighed from, the best by `metric`; none when there are not two. */
export function ensembleCandidates<Entry extends NamedCandidate & Contender>(
  candidates: readonly Entry[],
  metric: MetricName,
): Entry[] {
  const best = rankCandidates(candidates, metric)
    .filter(({ algorithm }) => ensembleMembers.has(algorithm))
    .slice(0, mostMembers);
  return best.length < 2 ? [] : best;
}

/** What is fitted when a candidate wins: itself, or those that its weights name. */
export function membersToFit(
  best: NamedCandidate,
  candidates: readonly NamedCandidate[],
): NamedMember[] {
  if (!ensembleAlgorithms.includes(best.algorithm)) {
    return [{ name: best.name, algorithm: best.algorithm, parameters: best.parameters, weight: 1 }];
  }
  return candidates.flatMap(({ name, algorithm, parameters }) => {
    const weight = best.parameters[name];
    return typeof weight === 'number' ? [{ name, algorithm, parameters, weight }] : [];
  });
}
