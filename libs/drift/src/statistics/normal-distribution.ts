import { lowerGammaShare, upperGammaShare } from './gamma-function.js';

/** erf(x), odd, in [−1, 1]: the incomplete gamma function at one half. */
export function erf(x: number): number {
  return Math.sign(x) * lowerGammaShare(0.5, x * x);
}

/** 1 − erf(x) in [0, 2], with its digits kept in the far tail. */
export function erfc(x: number): number {
  return x >= 0 ? upperGammaShare(0.5, x * x) : 1 + lowerGammaShare(0.5, x * x);
}

/** P(Z > z) of the standard normal distribution. */
export function normalSurvival(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}

/** P(|Z| ≥ |z|) of the standard normal distribution. */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}
