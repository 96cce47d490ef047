/**
 * Solves A·x = b for a symmetric positive definite A by Cholesky's decomposition.
 * @param matrix size x size, row-major; overwritten
 * @throws RangeError when the matrix is not positive definite
 */
export function solvePositive(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
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
  const solution = right.slice();
  for (let row = 0; row < size; row++) {
    let sum = solution[row] ?? 0;
    for (let inner = 0; inner < row; inner++) {
      sum -= (matrix[row * size + inner] ?? 0) * (solution[inner] ?? 0);
    }
    solution[row] = sum / (matrix[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row] ?? 0;
    for (let inner = row + 1; inner < size; inner++) {
      sum -= (matrix[inner * size + row] ?? 0) * (solution[inner] ?? 0);
    }
    solution[row] = sum / (matrix[row * size + row] ?? 1);
  }
  return solution;
}
