import type { VersionChoice } from '../version-choice.js';

export interface TrafficShare {
  readonly to: VersionChoice;
  /** Percent of the requests, above 0 and at most 100. */
  readonly percent: number;
}

/** Who answers the requests for a model that name no version. */
export interface TrafficPlan {
  /** Percents add up to 100 at most; the champion answers the rest. */
  readonly shares: readonly TrafficShare[];
  /** Asked beside the one that answers: its answers are compared, never returned. */
  readonly shadow: TrafficShare | undefined;
}

export const champion: VersionChoice = { kind: 'alias', alias: 'champion' };

/** Everything to the champion. */
export const plainTraffic: TrafficPlan = { shares: [], shadow: undefined };

/**
 * The target of a request.
 * @param point where it falls in [0, 1): drawn by chance, or by its routing key and so the same each time
 */
export function targetAt({ shares }: TrafficPlan, point: number): VersionChoice {
  let covered = 0;
  for (const { to, percent } of shares) {
    covered += percent;
    if (point * 100 < covered) return to;
  }
  return champion;
}

/** Whether a request is shown to the shadow as well. @param point as for `targetAt`, drawn apart */
export function isShadowed({ shadow }: TrafficPlan, point: number): boolean {
  return shadow !== undefined && point * 100 < shadow.percent;
}

/** What is wrong with a plan; `undefined` for a sound one. */
export function planFault({ shares, shadow }: TrafficPlan): string | undefined {
  const percents = [...shares, ...(shadow ? [shadow] : [])].map(({ percent }) => percent);
  if (percents.some((percent) => !(percent > 0 && percent <= 100))) {
    return 'A share must be above 0 and at most 100 percent.';
  }
  const names = shares.map(({ to }) => targetName(to));
  if (new Set(names).size < names.length) return 'A target may have one share only.';
  if (shares.some(({ to }) => targetName(to) === targetName(champion))) {
    return 'The champion answers what the shares leave; it has none of its own.';
  }
  // Shares such as 33.3 may miss the sum by a rounding.
  const total = shares.reduce((sum, { percent }) => sum + percent, 0);
  return total > 100 + 1e-9
    ? `The shares add up to ${total} percent; 100 are there to give.`
    : undefined;
}

/** `challenger`, or `version 3`. */
export function targetName(target: VersionChoice): string {
  return target.kind === 'alias' ? target.alias : `version ${target.version}`;
}
