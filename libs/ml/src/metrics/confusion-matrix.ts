/** `confusion[actual][predicted]`: how many rows of each class were taken for which. */
export function confusionMatrix(
  actual: Int32Array,
  predicted: Int32Array,
  classCount: number,
): number[][] {
  const confusion = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  actual.forEach((code, row) => {
    const counts = confusion[code];
    const guess = predicted[row] ?? -1;
    if (!counts || guess < 0 || guess >= classCount) {
      throw new RangeError(`Row ${row} is of no class.`);
    }
    counts[guess] = (counts[guess] ?? 0) + 1;
  });
  return confusion;
}
