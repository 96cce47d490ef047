/** How well one class is told from the others. */
export interface ClassMetrics {
  readonly label: string;
  /** Of the rows taken for the class, the share that is; 0 when none was taken for it. */
  readonly precision: number;
  /** Of the rows of the class, the share found; 0 when there is none. */
  readonly recall: number;
  /** The harmonic mean of both; 0 when both are. */
  readonly f1: number;
  /** Rows of the class. */
  readonly support: number;
}

/** Of each class, in the order of `labels`; divisions by zero count as 0, as scikit-learn's `zero_division=0`. */
export function classMetrics(
  confusion: readonly (readonly number[])[],
  labels: readonly string[],
): ClassMetrics[] {
  return labels.map((label, code) => {
    const hits = confusion[code]?.[code] ?? 0;
    const support = sum(confusion[code] ?? []);
    const taken = sum(confusion.map((row) => row[code] ?? 0));
    const missed = support - hits;
    const wrong = taken - hits;
    return {
      label,
      precision: ratio(hits, taken),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, 2 * hits + missed + wrong),
      support,
    };
  });
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
