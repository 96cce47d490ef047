import type { DriftPolicy } from './drift-policy.js';

/** What is known when a comparison the monitor began by itself has ended. */
export interface RetrainingCase {
  readonly trigger: 'dataset' | 'predictions';
  readonly drifted: boolean;
  /** Shares between 0 and 1. */
  readonly share: number;
  readonly testedColumns: number;
  /** The version the comparison was about, and the champion now. */
  readonly comparedVersion: number;
  readonly championVersion: number;
  /** Drifted windows in a row before this one. */
  readonly earlierDriftedWindows: number;
  readonly lastRequestedAt?: Date;
  readonly now: Date;
}

export interface RetrainingDecision {
  readonly decision: 'requested' | 'not_requested';
  /** A sentence for a person. */
  readonly reason: string;
  /** Drifted windows in a row from now on. */
  readonly driftedWindows: number;
}

const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`;

/** Decides whether a verdict asks for training. */
export function decideRetraining(
  {
    trigger,
    drifted,
    share,
    testedColumns,
    comparedVersion,
    championVersion,
    earlierDriftedWindows,
    lastRequestedAt,
    now,
  }: RetrainingCase,
  { consecutiveWindows, cooldownSeconds }: DriftPolicy,
): RetrainingDecision {
  const no = (reason: string, driftedWindows: number): RetrainingDecision => ({
    decision: 'not_requested',
    reason,
    driftedWindows,
  });
  if (comparedVersion !== championVersion) {
    return no(
      `Version ${championVersion} became champion meanwhile; this comparison was about version ${comparedVersion}.`,
      earlierDriftedWindows,
    );
  }
  const isWindow = trigger === 'predictions';
  if (testedColumns === 0) {
    return no('No column could be tested: see the reason of each.', earlierDriftedWindows);
  }
  if (!drifted) {
    return no(
      `${percent(share)} of the columns drifted, which is below the line.`,
      isWindow ? 0 : earlierDriftedWindows,
    );
  }
  const windows = earlierDriftedWindows + (isWindow ? 1 : 0);
  if (isWindow && windows < consecutiveWindows) {
    return no(
      `${percent(share)} of the columns drifted, in window ${windows} of the ${consecutiveWindows} in a row that it takes.`,
      windows,
    );
  }
  const quietUntil =
    lastRequestedAt && new Date(lastRequestedAt.getTime() + cooldownSeconds * 1000);
  if (quietUntil && quietUntil > now) {
    return no(
      `${percent(share)} of the columns drifted, but training was requested at ${lastRequestedAt.toISOString()} and the cool-down lasts until ${quietUntil.toISOString()}.`,
      windows,
    );
  }
  return {
    decision: 'requested',
    reason: isWindow
      ? `${percent(share)} of the columns drifted, in ${windows} windows of predictions in a row.`
      : `${percent(share)} of the columns drifted against the data the champion learned from.`,
    driftedWindows: isWindow ? 0 : windows,
  };
}
