export interface CategoricalProfile {
  readonly missing: number;
  readonly distinct: number;
  /** The most frequent categories, first the one seen most; equal ones in order of first appearance. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

const shown = 20;
/** Free text would make a profile as large as its table. */
const longestShown = 200;

export function profileCategories(
  codes: Int32Array,
  categories: readonly string[],
): CategoricalProfile {
  const counts = new Uint32Array(categories.length);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing++;
    else counts[code] = (counts[code] ?? 0) + 1;
  }
  const seen: { code: number; count: number }[] = [];
  counts.forEach((count, code) => {
    if (count > 0) seen.push({ code, count });
  });
  seen.sort((a, b) => b.count - a.count || a.code - b.code);
  return {
    missing,
    distinct: seen.length,
    top: seen
      .slice(0, shown)
      .map(({ code, count }) => ({ value: cut(categories[code] ?? ''), count })),
  };
}

function cut(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
