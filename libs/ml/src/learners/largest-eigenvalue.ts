import type { Matrix } from '../design/matrix.js';

const rounds = 50;

/** About the largest eigenvalue of the matrix times its transpose, by power iteration from below. */
export function largestEigenvalue({ rows, columns, values }: Matrix): number {
  let vector = new Float64Array(columns).fill(1 / Math.sqrt(Math.max(1, columns)));
  let eigenvalue = 0;
  for (let round = 0; round < rounds; round++) {
    const image = new Float64Array(columns);
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      let dot = 0;
      for (let column = 0; column < columns; column++) {
        dot += (values[start + column] ?? 0) * (vector[column] ?? 0);
      }
      for (let column = 0; column < columns; column++) {
        image[column] = (image[column] ?? 0) + dot * (values[start + column] ?? 0);
      }
    }
    eigenvalue = Math.hypot(...image);
    if (eigenvalue === 0) return 0;
    vector = image.map((value) => value / eigenvalue);
  }
  return eigenvalue;
}
