/**
 * Decomposes a symmetric positive definite matrix into L·Lᵀ (Cholesky), in place.
 * @param matrix size x size, row-major; only the lower triangle is read and written
 * @throws RangeError when the matrix is not positive definite
 */
export function decompose(matrix: Float64Array, size: number): void {
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = matrix[row * size + column] ?? 0;
      for (let inner = 0; inner < column; inner++) {
        sum -= (matrix[row * size + inner] ?? 0) * (matrix[column * size + inner] ?? 0);
      }
      if (row === column) {
        if (!(sum > 0)) throw new RangeError('The matrix is not positive definite.');
        matrix[row * size + column] = Math.sqrt(sum);
      } else {
        matrix[row * size + column] = sum / (matrix[column * size + column] ?? 1);
      }
    }
  }
}

/**
 * Solves L·Lᵀ·x = b.
 * @param lower what `decompose` left
 * @param solution b, and x in the end
 */
export function solveDecomposed(lower: Float64Array, solution: Float64Array): void {
  const size = solution.length;
  for (let row = 0; row < size; row++) {
    let sum = solution[row] ?? 0;
    for (let inner = 0; inner < row; inner++) {
      sum -= (lower[row * size + inner] ?? 0) * (solution[inner] ?? 0);
    }
    solution[row] = sum / (lower[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row] ?? 0;
    for (let inner = row + 1; inner < size; inner++) {
      sum -= (lower[inner * size + row] ?? 0) * (solution[inner] ?? 0);
    }
    solution[row] = sum / (lower[row * size + row] ?? 1);
  }
}
