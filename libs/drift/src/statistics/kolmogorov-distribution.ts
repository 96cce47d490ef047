import { smirnovTail } from './smirnov-tail.js';

type Matrix = Float64Array;

function multiply(left: Matrix, right: Matrix, size: number): Matrix {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = left[i * size + k] as number;
      if (factor !== 0) {
        for (let j = 0; j < size; j++) {
          product[i * size + j] =
            (product[i * size + j] as number) + factor * (right[k * size + j] as number);
        }
      }
    }
  }
  return product;
}

interface Scaled {
  readonly matrix: Matrix;
  readonly exponent: number;
}

/** The matrix times a power of two, chosen so that its middle stays near one; the power is carried beside it. */
function rescaled({ matrix, exponent }: Scaled, size: number): Scaled {
  const middle = matrix[(size >> 1) * size + (size >> 1)] as number;
  if (middle > 0 && (middle > 1e140 || middle < 1e-140)) {
    const power = Math.round(Math.log2(middle));
    return { matrix: matrix.map((value) => value * 2 ** -power), exponent: exponent + power };
  }
  return { matrix, exponent };
}

/** P(D < d) by the matrix power of Durbin in the form of Marsaglia, Tsang and Wang (2003). */
function matrixCdf(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const h = k - n * d;
  const step = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      step[i * size + j] = i - j + 1 < 0 ? 0 : 1;
    }
  }
  for (let i = 0; i < size; i++) {
    step[i * size] = (step[i * size] as number) - h ** (i + 1);
    const lower = (size - 1) * size + i;
    step[lower] = (step[lower] as number) - h ** (size - i);
  }
  const corner = (size - 1) * size;
  step[corner] = (step[corner] as number) + (2 * h - 1 > 0 ? (2 * h - 1) ** size : 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let divisor = 2; divisor <= i - j + 1; divisor++) {
        step[i * size + j] = (step[i * size + j] as number) / divisor;
      }
    }
  }
  let base: Scaled = { matrix: step, exponent: 0 };
  let power: Scaled | undefined;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      power =
        power === undefined
          ? base
          : rescaled(
              {
                matrix: multiply(power.matrix, base.matrix, size),
                exponent: power.exponent + base.exponent,
              },
              size,
            );
    }
    if (rest > 1) {
      base = rescaled(
        { matrix: multiply(base.matrix, base.matrix, size), exponent: 2 * base.exponent },
        size,
      );
    }
  }
  let probability = (power?.matrix[(k - 1) * size + k - 1] ?? 0) as number;
  let exponent = power?.exponent ?? 0;
  for (let i = 1; i <= n; i++) {
    probability *= i / n;
    if (probability < 1e-140) {
      probability *= 2 ** 400;
      exponent -= 400;
    }
  }
  return probability * 2 ** exponent;
}

/** P(D < d) by the asymptotic series of Pelz and Good (1976), to the order n^(−3/2). */
function pelzGoodCdf(n: number, d: number): number {
  const z = Math.sqrt(n) * d;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const pi2 = Math.PI ** 2;
  let zeroth = 0;
  let first = 0;
  let second = 0;
  let third = 0;
  let secondWhole = 0;
  let thirdWhole = 0;
  // Both halves of each sum over all integers are alike, hence the factors of two below.
  for (let k = 0; k < 60; k++) {
    const half = pi2 * (k + 0.5) ** 2;
    const weight = Math.exp(-half / (2 * z2));
    zeroth += weight;
    first += (half - z2) * weight;
    second += (6 * z6 + 2 * z4 + half * (2 * z4 - 5 * z2) + half ** 2 * (1 - 2 * z2)) * weight;
    third +=
      (half ** 3 * (5 - 30 * z2) +
        half ** 2 * (-60 * z2 + 212 * z4) +
        half * (135 * z4 - 96 * z6) -
        (30 * z6 + 90 * z4 * z4)) *
      weight;
    const whole = pi2 * k ** 2;
    const wholeWeight = Math.exp(-whole / (2 * z2));
    secondWhole += whole * wholeWeight;
    thirdWhole += (3 * whole * z2 - whole ** 2) * wholeWeight;
    if (weight === 0) {
      break;
    }
  }
  const root = Math.sqrt(Math.PI / 2);
  const k0 = (2 * root * zeroth) / z;
  const k1 = (2 * root * first) / (6 * z4);
  const k2 = (2 * root * second) / (72 * z6 * z) - (2 * root * secondWhole) / (36 * z2 * z);
  const k3 = (2 * root * third) / (6480 * z6 * z4) + (2 * root * thirdWhole) / (216 * z6);
  return k0 + k1 / Math.sqrt(n) + k2 / n + k3 / n ** 1.5;
}

/**
 * P(D ≥ d) of the two-sided one-sample Kolmogorov statistic of `n` values, n ≥ 1. The regions follow Simard and
 * L'Ecuyer (2011): matrix power where it is cheap, twice the one-sided tail where both sides can hardly be
 * exceeded at once, the Pelz-Good series between.
 */
export function kolmogorovSurvival(n: number, d: number): number {
  const reach = n * d;
  if (reach <= 0.5) {
    return 1;
  }
  if (d >= 1) {
    return 0;
  }
  const severity = reach * d;
  if (severity >= 370) {
    return 0;
  }
  // Twice the one-sided tail counts the paths that leave on both sides twice: about e^(−8nd²), and none for d ≥ ½.
  if (d >= 0.5 || severity >= (n <= 140 ? 4 : 2.2)) {
    return Math.min(1, 2 * smirnovTail(n, d));
  }
  const cdf =
    n <= 140 || (n <= 100_000 && n * d ** 1.5 <= 1.4) ? matrixCdf(n, d) : pelzGoodCdf(n, d);
  return Math.min(1, Math.max(0, 1 - cdf));
}
