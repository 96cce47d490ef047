import { defaultTest } from '@millrace/drift';
import type { VersionWindow } from './version-window.js';

/** How much worse than the version before it a version may do. */
export interface RollbackLimits {
  /** Requests after which a version is judged; the first that are looked at. */
  readonly requests: number;
  /** Share of failed requests beyond that of the version before. */
  readonly failureShare: number;
  /** How many times the 95th percentile of the version before. */
  readonly latencyRatio: number;
  /** p-value of the difference between the answers below which they are held to be others. */
  readonly answersPValue: number;
}

export const defaultRollbackLimits: RollbackLimits = {
  requests: 200,
  failureShare: 0.05,
  latencyRatio: 3,
  answersPValue: 1e-6,
};

/** Differences below this, in milliseconds, are nobody's complaint. */
const latencyFloorMs = 5;
/** Requests of the version before without which its latency and answers are no yardstick. */
const fewestBefore = 50;
const percentile = 0.95;

/** A line that was crossed, in words. */
export interface Breach {
  readonly signal: 'failures' | 'latency' | 'answers';
  readonly explanation: string;
}

/** What speaks for going back to the version before; nothing, while the version is as good as that was. */
export function breachesOf(
  version: VersionWindow,
  before: VersionWindow,
  limits: RollbackLimits,
): Breach[] {
  if (version.requests < limits.requests) return [];
  return [
    failureBreach(version, before, limits),
    ...(before.requests < fewestBefore
      ? []
      : [latencyBreach(version, before, limits), answersBreach(version, before, limits)]),
  ].filter((breach): breach is Breach => breach !== undefined);
}

function failureBreach(
  version: VersionWindow,
  before: VersionWindow,
  { failureShare }: RollbackLimits,
): Breach | undefined {
  const share = version.failures / version.requests;
  const shareBefore = before.requests > 0 ? before.failures / before.requests : 0;
  if (share - shareBefore <= failureShare) return undefined;
  return {
    signal: 'failures',
    explanation: `${percent(share)} of ${version.requests} requests failed; with the version before it were ${percent(shareBefore)}, and ${percent(failureShare)} more are allowed.`,
  };
}

function latencyBreach(
  version: VersionWindow,
  before: VersionWindow,
  { latencyRatio }: RollbackLimits,
): Breach | undefined {
  const now = quantileOf(version.durations, percentile);
  const then = quantileOf(before.durations, percentile);
  if (!(now > then * latencyRatio && now - then > latencyFloorMs)) return undefined;
  return {
    signal: 'latency',
    explanation: `95 of 100 requests took up to ${now.toFixed(1)} ms; with the version before it were ${then.toFixed(1)} ms, and ${latencyRatio} times that is allowed.`,
  };
}

function answersBreach(
  version: VersionWindow,
  before: VersionWindow,
  { answersPValue }: RollbackLimits,
): Breach | undefined {
  if (version.answers.rows === 0 || before.answers.rows === 0) return undefined;
  const test = defaultTest(before.answers, version.answers);
  const { pValue } = test.run(before.answers, version.answers);
  if (pValue === undefined || pValue >= answersPValue) return undefined;
  return {
    signal: 'answers',
    explanation: `The answers are distributed otherwise than those of the version before: ${test.title} has a p-value of ${pValue.toExponential(1)}, below ${answersPValue.toExponential(0)}.`,
  };
}

/** @param ascending values; NaN when there are none */
function quantileOf(ascending: Float64Array, share: number): number {
  return (
    ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
