const logSqrtTwoPi = 0.918_938_533_204_672_8;

/** ln(1 + x) − x for small x without the cancellation of the plain difference. */
function log1pMinus(x: number): number {
  if (Math.abs(x) > 0.1) {
    return Math.log1p(x) - x;
  }
  let power = x;
  let sum = 0;
  for (let k = 2; k < 60; k++) {
    power *= -x;
    const term = power / k;
    sum += term;
    if (Math.abs(term) < 1e-18 * Math.abs(sum)) {
      break;
    }
  }
  return sum;
}

/** Remainder of Stirling's series for ln Γ(x), x ≥ 10. */
function stirlingRemainder(x: number): number {
  const square = 1 / (x * x);
  return (
    (1 / 12 -
      square *
        (1 / 360 -
          square *
            (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))))) /
    x
  );
}

/**
 * ln Γ(x) for x > 0: Stirling's series, small arguments lifted by Γ(x + 1) = xΓ(x).
 * NaN for x ≤ 0, which no statistic here asks for.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) {
    return Number.NaN;
  }
  let product = 1;
  let lifted = x;
  while (lifted < 10) {
    product *= lifted;
    lifted += 1;
  }
  return (
    (lifted - 0.5) * Math.log(lifted) -
    lifted +
    logSqrtTwoPi +
    stirlingRemainder(lifted) -
    Math.log(product)
  );
}

/** x^a e^(−x) / Γ(a), keeping its digits when x is near a large a. */
function gammaDensityFactor(a: number, x: number): number {
  if (a < 10) {
    return Math.exp(a * Math.log(x) - x - logGamma(a));
  }
  const relative = (x - a) / a;
  const exponent =
    relative > -0.9 && relative < 9 ? a * log1pMinus(relative) : a * Math.log(x / a) - (x - a);
  return Math.exp(exponent - stirlingRemainder(a)) * Math.sqrt(a / (2 * Math.PI));
}

/** Lower tail by its power series; converges well for x < a + 1. */
function lowerBySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < 100_000; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) {
      break;
    }
  }
  return sum * gammaDensityFactor(a, x);
}

/** Upper tail by its continued fraction (Lentz's method); converges well for x ≥ a + 1. */
function upperByFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 100_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) {
      break;
    }
  }
  return fraction * gammaDensityFactor(a, x);
}

/** Regularised upper incomplete gamma Q(a, x) in [0, 1] for a > 0, x ≥ 0. */
export function upperGammaShare(a: number, x: number): number {
  if (x <= 0) {
    return 1;
  }
  if (x === Number.POSITIVE_INFINITY) {
    return 0;
  }
  const share = x < a + 1 ? 1 - lowerBySeries(a, x) : upperByFraction(a, x);
  return Math.min(1, Math.max(0, share));
}

/** Regularised lower incomplete gamma P(a, x) in [0, 1] for a > 0, x ≥ 0. */
export function lowerGammaShare(a: number, x: number): number {
  if (x <= 0) {
    return 0;
  }
  if (x === Number.POSITIVE_INFINITY) {
    return 1;
  }
  const share = x < a + 1 ? lowerBySeries(a, x) : 1 - upperByFraction(a, x);
  return Math.min(1, Math.max(0, share));
}
