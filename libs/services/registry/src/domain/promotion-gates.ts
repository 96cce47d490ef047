import { higherIsBetter } from '@millrace/api';
import { inputDifferences, type ModelInput } from './input-compatibility.js';

/** What the gates weigh. Metrics are of the same untouched holdout rows. */
export interface PromotionCase {
  readonly candidate: {
    readonly version: number;
    readonly target: string;
    readonly inputs: readonly ModelInput[];
    readonly holdoutMetrics: Readonly<Record<string, number>>;
  };
  /** The metric that chose the candidate. */
  readonly metric: string;
  /** The model's champion now; absent when it has none. */
  readonly champion?: {
    readonly version: number;
    readonly target: string;
    readonly inputs: readonly ModelInput[];
  };
  /** How the champion of the time of training did on the holdout; absent when nobody scored it. */
  readonly championScore?: {
    readonly version: number;
    readonly holdoutMetrics: Readonly<Record<string, number>>;
    readonly incompatibility?: string;
  };
}

export interface GateDecision {
  readonly decision: 'promoted' | 'refused';
  /** Sentences for a person, with the figures that decided. Never empty. */
  readonly reasons: readonly string[];
}

const figure = (value: number) => String(Number(value.toPrecision(6)));

/**
 * Decides whether a new version takes the place of the champion. It does when there is no champion yet, or when it
 * beats the present one by the chosen metric on the same holdout, predicts the same column and answers the same requests. A tie keeps the
 * champion: a change that gains nothing only costs.
 */
export function decidePromotion({
  candidate,
  metric,
  champion,
  championScore,
}: PromotionCase): GateDecision {
  if (!champion) {
    return {
      decision: 'promoted',
      reasons: [`Version ${candidate.version} is the first champion: there was none before.`],
    };
  }
  if (champion.version === candidate.version) {
    return {
      decision: 'promoted',
      reasons: [`Version ${candidate.version} has been made champion already.`],
    };
  }
  if (champion.target !== candidate.target) {
    return {
      decision: 'refused',
      reasons: [
        `Version ${candidate.version} predicts "${candidate.target}", the champion, version ${champion.version}, "${champion.target}": train for it under the name of another model.`,
      ],
    };
  }
  const against: string[] = [];
  const differences = inputDifferences(champion.inputs, candidate.inputs);
  if (differences.length > 0) {
    against.push(
      `Requests that the champion, version ${champion.version}, answers would fail: ${differences.join('; ')}.`,
    );
  }
  if (!championScore) {
    against.push(
      `The champion, version ${champion.version}, was not scored on the new holdout, so the two cannot be compared.`,
    );
  } else if (championScore.version !== champion.version) {
    against.push(
      `The champion changed since training: version ${championScore.version} was compared, version ${champion.version} is champion now.`,
    );
  } else if (championScore.incompatibility) {
    against.push(
      `The champion, version ${champion.version}, does not fit the new data: ${withoutStop(championScore.incompatibility)}. A person can point the alias at version ${candidate.version}.`,
    );
  } else {
    const comparison = compareScores(
      metric,
      candidate.holdoutMetrics[metric],
      championScore.holdoutMetrics[metric],
    );
    if (comparison.better && against.length === 0) {
      return {
        decision: 'promoted',
        reasons: [
          `Version ${candidate.version} is better than the champion, version ${champion.version}: ${comparison.figures}.`,
        ],
      };
    }
    if (!comparison.better) {
      against.push(
        `Version ${candidate.version} is ${comparison.verdict} the champion, version ${champion.version}: ${comparison.figures}.`,
      );
    }
  }
  return { decision: 'refused', reasons: against };
}

function compareScores(
  metric: string,
  candidate: number | undefined,
  champion: number | undefined,
): { better: boolean; verdict: string; figures: string } {
  if (
    candidate === undefined ||
    champion === undefined ||
    !Number.isFinite(candidate) ||
    !Number.isFinite(champion)
  ) {
    return {
      better: false,
      verdict: 'not comparable with',
      figures: `holdout ${metric} is ${candidate ?? 'absent'} and ${champion ?? 'absent'}`,
    };
  }
  const higher = higherIsBetter(metric);
  const gain = higher ? candidate - champion : champion - candidate;
  return {
    better: gain > 0,
    verdict: gain === 0 ? 'no better than' : 'worse than',
    figures: `holdout ${metric} ${figure(candidate)} against ${figure(champion)}, where ${higher ? 'higher' : 'lower'} is better`,
  };
}

const withoutStop = (sentence: string) => sentence.replace(/\.\s*$/, '');
