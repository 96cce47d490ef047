import { createRandom } from '../random/random.js';

export interface GroupsToDeal {
  /** The rows to deal out. */
  readonly rows: Uint32Array;
  /** Group of each row of the table; -1 for a row that is a group of its own. */
  readonly groups: Int32Array;
  /** Class of each row of the table; absent for targets without classes. */
  readonly codes?: Int32Array | undefined;
}

/**
 * Deals groups of rows out to parts, so that each part comes near its share of every class, and no group is in two parts.
 * The largest groups come first, each to the part that it brings nearer to its shares (the greedy rule of scikit-learn's
 * `StratifiedGroupKFold`, with squared distances and a share for each part).
 * @param shares of the parts, summing to 1
 * @returns the rows of each part, ascending; none is empty where there are as many groups as parts
 */
export function dealGroups(
  { rows, groups, codes }: GroupsToDeal,
  { shares, seed }: { readonly shares: readonly number[]; readonly seed: number },
): Uint32Array[] {
  const members = membersOf(rows, groups);
  const order = Uint32Array.from(members.keys());
  createRandom(seed).shuffle(order);
  const sorted = Array.from(order, (index) => members[index] ?? []).sort(
    (a, b) => b.length - a.length,
  );
  const totals = countsOf(rows, codes);
  const dealt = shares.map(() => new Map<number, number>());
  const parts = shares.map((): number[] => []);
  sorted.forEach((group, index) => {
    const counts = countsOf(group, codes);
    const empty = parts.filter(({ length }) => length === 0).length;
    const mustFill = sorted.length - index <= empty;
    let nearest = 0;
    let least = Infinity;
    shares.forEach((share, part) => {
      const size = parts[part]?.length ?? 0;
      if (mustFill && size > 0) return;
      const change = changeOf(counts, dealt[part] ?? new Map<number, number>(), totals, share);
      // Of equals the one that is further from its share of all rows.
      const order = change + 1e-9 * (size / rows.length - share);
      if (order >= least) return;
      least = order;
      nearest = part;
    });
    const own = dealt[nearest];
    counts.forEach((count, code) => own?.set(code, (own.get(code) ?? 0) + count));
    for (const row of group) parts[nearest]?.push(row);
  });
  return parts.map((part) => Uint32Array.from(part).sort());
}

/** How many groups there are among some rows. */
export function countGroups(rows: Uint32Array, groups: Int32Array): number {
  const seen = new Set<number>();
  let alone = 0;
  for (const row of rows) {
    const group = groups[row] ?? -1;
    if (group < 0) alone++;
    else seen.add(group);
  }
  return seen.size + alone;
}

function membersOf(rows: Uint32Array, groups: Int32Array): number[][] {
  const members: number[][] = [];
  const placeOf = new Map<number, number>();
  for (const row of rows) {
    const group = groups[row] ?? -1;
    const place = group < 0 ? undefined : placeOf.get(group);
    if (place !== undefined) {
      members[place]?.push(row);
      continue;
    }
    if (group >= 0) placeOf.set(group, members.length);
    members.push([row]);
  }
  return members;
}

function countsOf(rows: Iterable<number>, codes: Int32Array | undefined): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const code = codes?.[row] ?? 0;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

/** How much further from its shares a part is with the group than without. */
function changeOf(
  group: ReadonlyMap<number, number>,
  part: ReadonlyMap<number, number>,
  totals: ReadonlyMap<number, number>,
  share: number,
): number {
  let change = 0;
  group.forEach((count, code) => {
    const total = totals.get(code) ?? 1;
    const without = (part.get(code) ?? 0) / total - share;
    const withIt = without + count / total;
    change += withIt * withIt - without * without;
  });
  return change;
}
