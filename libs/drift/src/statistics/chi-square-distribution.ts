import { upperGammaShare } from './gamma-function.js';

/** P(X > statistic) of the χ² distribution; 1 when there are no degrees of freedom. */
export function chiSquareSurvival(statistic: number, degreesOfFreedom: number): number {
  return degreesOfFreedom <= 0 ? 1 : upperGammaShare(degreesOfFreedom / 2, statistic / 2);
}
