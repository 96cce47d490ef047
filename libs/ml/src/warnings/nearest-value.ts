import type { Feature } from '../features/feature-table.js';
import type { LearnedTarget } from '../target/learned-target.js';

interface Side {
  /** One value a row; NaN where it is missing. */
  readonly values: Float64Array;
  readonly rows: Uint32Array;
}

/** Rows that are known, and rows that are asked about, by one column. */
export interface Sides {
  readonly known: Side;
  readonly asked: Side;
  readonly kind: Feature['kind'];
}

type Classes = Extract<LearnedTarget, { kind: 'classes' }>;
type Quantities = Extract<LearnedTarget, { kind: 'quantities' }>;

/**
 * How well the classes of the rows asked about are told by the known row of the nearest value.
 * @returns mean share of each class that is told right: 1 is perfect, chance is 1 / classes
 */
export function nearestClasses(sides: Sides, { codes, labels }: Classes): number {
  const answers = new Map<number, number>();
  const known = byValue(sides.known);
  const answerOf = (key: number) => {
    const told =
      answers.get(key) ?? mostFrequent(known.members.get(key) ?? [], codes, labels.length);
    answers.set(key, told);
    return told;
  };
  const overall = mostFrequent([...sides.known.rows], codes, labels.length);
  const hits = new Float64Array(labels.length);
  const seen = new Float64Array(labels.length);
  sides.asked.rows.forEach((row, index) => {
    const [below, above] = around(known, sides, index);
    const near = nearerOf(sides.asked.values[index] ?? Number.NaN, below, above);
    const told = near === undefined ? overall : answerOf(near);
    const code = codes[row] ?? 0;
    seen[code] = (seen[code] ?? 0) + 1;
    if (told === code) hits[code] = (hits[code] ?? 0) + 1;
  });
  const present = labels.flatMap((_, code) => ((seen[code] ?? 0) > 0 ? [code] : []));
  const shares = present.map((code) => (hits[code] ?? 0) / (seen[code] ?? 1));
  return shares.reduce((sum, share) => sum + share, 0) / present.length;
}

/**
 * How well the quantities of the rows asked about are told by a line between the known rows of the values around.
 * @returns share of the variance that is explained; below 0 where the mean tells more
 */
export function nearestQuantities(sides: Sides, { values }: Quantities): number {
  const known = byValue(sides.known);
  const meanOf = (rows: readonly number[]) =>
    rows.reduce((sum, row) => sum + (values[row] ?? 0), 0) / rows.length;
  const means = new Map(Array.from(known.members, ([key, rows]) => [key, meanOf(rows)] as const));
  const overall = meanOf([...sides.known.rows]);
  const mean = meanOf([...sides.asked.rows]);
  let missed = 0;
  let spread = 0;
  sides.asked.rows.forEach((row, index) => {
    const actual = values[row] ?? 0;
    const value = sides.asked.values[index] ?? Number.NaN;
    const [below, above] = around(known, sides, index);
    const told = between(value, below, above, means) ?? overall;
    missed += (actual - told) ** 2;
    spread += (actual - mean) ** 2;
  });
  return spread > 0 ? 1 - missed / spread : 0;
}

/** Missing values are a value of their own. */
const missingKey = Infinity;

/** Known rows by their value of the column. */
interface Known {
  /** Ascending, without the missing. */
  readonly keys: Float64Array;
  readonly members: ReadonlyMap<number, readonly number[]>;
}

function byValue({ values, rows }: Side): Known {
  const members = new Map<number, number[]>();
  rows.forEach((row, index) => {
    const value = values[index] ?? Number.NaN;
    const key = Number.isNaN(value) ? missingKey : value;
    const same = members.get(key);
    if (same) same.push(row);
    else members.set(key, [row]);
  });
  const keys = Float64Array.from([...members.keys()].filter((key) => key !== missingKey)).sort();
  return { keys, members };
}

/** The known values around one; the value itself, twice, where it is known; undefined where there is none. */
function around(
  { keys, members }: Known,
  { asked, kind }: Sides,
  index: number,
): [number | undefined, number | undefined] {
  const value = asked.values[index] ?? Number.NaN;
  if (Number.isNaN(value)) {
    return members.has(missingKey) ? [missingKey, missingKey] : [undefined, undefined];
  }
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  if (keys[low] === value) return [value, value];
  // Categories have no neighbours.
  return kind === 'categorical' ? [undefined, undefined] : [keys[low - 1], keys[low]];
}

function nearerOf(
  value: number,
  below: number | undefined,
  above: number | undefined,
): number | undefined {
  if (below === undefined || above === undefined) return below ?? above;
  if (below === above) return below;
  return value - below <= above - value ? below : above;
}

function between(
  value: number,
  below: number | undefined,
  above: number | undefined,
  means: ReadonlyMap<number, number>,
): number | undefined {
  const near = nearerOf(value, below, above);
  if (near === undefined) return undefined;
  if (below === undefined || above === undefined || below === above) return means.get(near);
  const low = means.get(below) ?? 0;
  return low + ((value - below) / (above - below)) * ((means.get(above) ?? 0) - low);
}

function mostFrequent(rows: readonly number[], codes: Int32Array, classCount: number): number {
  const counts = new Uint32Array(classCount);
  for (const row of rows) counts[codes[row] ?? 0] = (counts[codes[row] ?? 0] ?? 0) + 1;
  return counts.indexOf(Math.max(...counts));
}
