export interface NewCategories {
  /** Share in [0, 1] of the current values whose category the reference never had. */
  readonly share: number;
  /** Those categories, the most frequent first. */
  readonly categories: readonly string[];
}

/** Categories of `current` that `reference` does not know, from counts a category. */
export function newCategoryShare(
  reference: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
): NewCategories {
  let total = 0;
  let fresh = 0;
  const found: [string, number][] = [];
  for (const [category, count] of current) {
    total += count;
    if (count > 0 && !((reference.get(category) ?? 0) > 0)) {
      fresh += count;
      found.push([category, count]);
    }
  }
  found.sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1));
  return { share: total === 0 ? 0 : fresh / total, categories: found.map(([name]) => name) };
}
