/** Points in (0, 1) and their weights, which sum to 1. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss and Legendre's rule: integrates polynomials up to degree `2 count - 1` over [0, 1] without error. Points by
 * Newton's method on the Legendre polynomial (Press et al., "Numerical Recipes", section 4.6).
 * @param count at least 1
 */
export function gaussLegendre(count: number): Quadrature {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      const { value, derivative } = legendre(count, x);
      slope = derivative;
      const next = x - value / derivative;
      if (Math.abs(next - x) <= Number.EPSILON) break;
      x = next;
    }
    points[index] = (1 - x) / 2;
    weights[index] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** The Legendre polynomial of a degree, by its recurrence, and its derivative. */
function legendre(degree: number, x: number): { value: number; derivative: number } {
  let before = 0;
  let value = 1;
  for (let order = 1; order <= degree; order++) {
    const next = ((2 * order - 1) * x * value - (order - 1) * before) / order;
    before = value;
    value = next;
  }
  return { value, derivative: (degree * (x * value - before)) / (x * x - 1) };
}
