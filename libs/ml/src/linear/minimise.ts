/** Value and gradient of a function of several variables, at a point; the gradient is written into the array given. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Whether the gradient became as small as asked. */
  readonly converged: boolean;
}

export interface MinimiseOptions {
  readonly start: Float64Array;
  readonly maxIterations: number;
  /** Largest entry that the gradient may have at the minimum. */
  readonly tolerance: number;
  /** Of each variable, the factor of its magnitude that is added to the objective; none when absent. */
  readonly l1?: Float64Array;
  /** Multiplies a direction by about the inverse of the second derivatives; not to be had together with `l1`. */
  readonly precondition?: (direction: Float64Array) => void;
}

const memory = 10;
const sufficientDecrease = 1e-4;
const mostHalvings = 40;

/**
 * L-BFGS (Liu and Nocedal, "On the limited memory BFGS method", 1989) with backtracking; with `l1`, its orthant-wise form
 * (Andrew and Gao, "Scalable training of L1-regularized log-linear models", 2007).
 */
export function minimise(objective: Objective, options: MinimiseOptions): Minimum {
  const { l1, maxIterations, tolerance } = options;
  const size = options.start.length;
  let point: Float64Array = options.start.slice();
  let gradient: Float64Array = new Float64Array(size);
  let value = objective(point, gradient) + magnitude(point, l1);
  let slope = steepest(point, gradient, l1);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  const curvatures: number[] = [];
  let iteration = 0;
  for (; iteration < maxIterations && largest(slope) > tolerance; iteration++) {
    const direction = twoLoops(slope, steps, changes, curvatures, options.precondition);
    // Only ways that the steepest descent agrees with are gone (for `l1`; else all are).
    if (l1) keepAgreeing(direction, slope);
    let descent = dot(direction, slope);
    if (!(descent < 0)) {
      for (let index = 0; index < size; index++) direction[index] = -(slope[index] ?? 0);
      descent = -dot(slope, slope);
      steps.length = changes.length = curvatures.length = 0;
    }
    let length =
      steps.length === 0 && !options.precondition
        ? Math.min(1, 1 / Math.sqrt(dot(slope, slope)))
        : 1;
    const orthant = l1
      ? point.map((entry, at) => Math.sign(entry) || -Math.sign(slope[at] ?? 0))
      : undefined;
    const nextGradient = new Float64Array(size);
    let next = point;
    let nextValue = value;
    let halvings = 0;
    for (; halvings < mostHalvings; halvings++, length /= 2) {
      next = stepped(point, direction, length, orthant);
      nextValue = objective(next, nextGradient) + magnitude(next, l1);
      if (nextValue <= value + sufficientDecrease * length * descent) break;
    }
    if (halvings === mostHalvings) break;
    remember(steps, changes, curvatures, { point, next, gradient, nextGradient });
    point = next;
    gradient = nextGradient;
    value = nextValue;
    slope = steepest(point, gradient, l1);
  }
  return { point, value, iterations: iteration, converged: largest(slope) <= tolerance };
}

/** The direction -H·slope, with the inverse curvature H told from the last steps. */
function twoLoops(
  slope: Float64Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
  curvatures: readonly number[],
  precondition: ((direction: Float64Array) => void) | undefined,
): Float64Array {
  const direction = slope.slice();
  const shares: number[] = [];
  for (let at = steps.length - 1; at >= 0; at--) {
    const share = dot(steps[at] ?? direction, direction) / (curvatures[at] ?? 1);
    shares[at] = share;
    add(direction, changes[at] ?? direction, -share);
  }
  const last = steps.length - 1;
  const change = changes[last];
  const scale = change && !precondition ? (curvatures[last] ?? 1) / dot(change, change) : 1;
  precondition?.(direction);
  for (let index = 0; index < direction.length; index++) {
    direction[index] = (direction[index] ?? 0) * scale;
  }
  for (let at = 0; at < steps.length; at++) {
    const share = dot(changes[at] ?? direction, direction) / (curvatures[at] ?? 1);
    add(direction, steps[at] ?? direction, (shares[at] ?? 0) - share);
  }
  for (let index = 0; index < direction.length; index++) {
    direction[index] = -(direction[index] ?? 0);
  }
  return direction;
}

function remember(
  steps: Float64Array[],
  changes: Float64Array[],
  curvatures: number[],
  {
    point,
    next,
    gradient,
    nextGradient,
  }: {
    point: Float64Array;
    next: Float64Array;
    gradient: Float64Array;
    nextGradient: Float64Array;
  },
): void {
  const step = next.map((entry, at) => entry - (point[at] ?? 0));
  const change = nextGradient.map((entry, at) => entry - (gradient[at] ?? 0));
  const curvature = dot(step, change);
  if (!(curvature > 1e-12 * dot(change, change))) return;
  steps.push(step);
  changes.push(change);
  curvatures.push(curvature);
  if (steps.length > memory) {
    steps.shift();
    changes.shift();
    curvatures.shift();
  }
}

/** The gradient; where `l1` has a kink at 0, the subgradient of least magnitude. */
function steepest(
  point: Float64Array,
  gradient: Float64Array,
  l1: Float64Array | undefined,
): Float64Array {
  if (!l1) return gradient;
  return gradient.map((entry, at) => {
    const factor = l1[at] ?? 0;
    const value = point[at] ?? 0;
    if (value !== 0) return entry + factor * Math.sign(value);
    if (entry + factor < 0) return entry + factor;
    if (entry - factor > 0) return entry - factor;
    return 0;
  });
}

function keepAgreeing(direction: Float64Array, slope: Float64Array): void {
  for (let index = 0; index < direction.length; index++) {
    if ((direction[index] ?? 0) * (slope[index] ?? 0) >= 0) direction[index] = 0;
  }
}

function stepped(
  point: Float64Array,
  direction: Float64Array,
  length: number,
  orthant: Float64Array | undefined,
): Float64Array {
  const next = point.slice();
  add(next, direction, length);
  if (!orthant) return next;
  // A variable that would change its sign stays at 0.
  return next.map((entry, at) => (entry * (orthant[at] ?? 0) > 0 ? entry : 0));
}

function magnitude(point: Float64Array, l1: Float64Array | undefined): number {
  if (!l1) return 0;
  let sum = 0;
  for (let index = 0; index < point.length; index++) {
    sum += (l1[index] ?? 0) * Math.abs(point[index] ?? 0);
  }
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

function add(to: Float64Array, from: Float64Array, factor: number): void {
  for (let index = 0; index < to.length; index++) {
    to[index] = (to[index] ?? 0) + factor * (from[index] ?? 0);
  }
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
