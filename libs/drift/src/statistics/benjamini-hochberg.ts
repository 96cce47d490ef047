/**
 * Benjamini-Hochberg adjusted p-values, in the order given: comparing one with a level q controls the expected share
 * of false alarms among all alarms at q.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const order = pValues.map((_, index) => index);
  order.sort((left, right) => (pValues[right] as number) - (pValues[left] as number));
  const adjusted = new Array<number>(count).fill(1);
  let least = 1;
  order.forEach((index, place) => {
    least = Math.min(least, ((pValues[index] as number) * count) / (count - place));
    adjusted[index] = least;
  });
  return adjusted;
}
