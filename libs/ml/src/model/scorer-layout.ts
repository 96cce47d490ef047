import type { Link, ScorerState } from '../scorers/scorer-state.js';
import { ModelFormatError } from './model-format-error.js';

export type ArrayType = 'float64' | 'float32' | 'int32' | 'uint8';
export type AnyArray = Float64Array | Float32Array | Int32Array | Uint8Array;

const bytesPer: Readonly<Record<ArrayType, number>> = {
  float64: 8,
  float32: 4,
  int32: 4,
  uint8: 1,
};

/** The arrays of each kind of scorer, in the order they lie in a file. */
const trees = {
  roots: 'int32',
  features: 'int32',
  thresholds: 'float64',
  children: 'int32',
  missingLeft: 'uint8',
  sets: 'int32',
  covers: 'float32',
  leaves: 'float64',
} as const;
const arraysOf = {
  prior: { prior: 'float64' },
  linear: { intercepts: 'float64', weights: 'float64', means: 'float64' },
  forest: trees,
  boosted: { ...trees, baselines: 'float64' },
  'naive-bayes': { logPriors: 'float64', tables: 'float64' },
  neighbours: {
    neighbours: 'int32',
    scales: 'float64',
    fills: 'float64',
    points: 'float64',
    targets: 'float64',
  },
  network: { intercepts: 'float64', weights: 'float64', means: 'float64', sums: 'float64' },
  calibrated: { knotsFrom: 'int32', x: 'float64', y: 'float64' },
  platt: { slopes: 'float64', offsets: 'float64' },
  blend: { weights: 'float64' },
  stacked: {},
} as const satisfies Readonly<Record<ScorerState['kind'], Readonly<Record<string, ArrayType>>>>;

/** Every kind there is. */
export const scorerKinds: readonly string[] = Object.keys(arraysOf);

/** How a scorer lies in a file. Plain JSON. */
export interface ScorerLayout {
  readonly kind: ScorerState['kind'];
  readonly link?: Link;
  /** Values, not bytes, of each array of the kind, in its order. */
  readonly lengths: readonly number[];
  /** Scorers that this one is made of; their arrays follow its own. */
  readonly members: readonly ScorerLayout[];
}

/** Kinds that put right what one other scorer says. */
const wrapping: ReadonlySet<ScorerState['kind']> = new Set(['calibrated', 'platt']);

/** Kinds whose scores become answers by a link. */
const linked: ReadonlySet<ScorerState['kind']> = new Set(['linear', 'boosted', 'network']);

const deepest = 4;
const mostMembers = 1000;
const links: ReadonlySet<unknown> = new Set<Link>([
  'logistic',
  'softmax',
  'one-vs-rest',
  'identity',
]);

export function isScorerLayout(value: unknown, depth = 0): value is ScorerLayout {
  const layout = value as Partial<ScorerLayout> | null;
  return (
    typeof layout === 'object' &&
    layout !== null &&
    depth < deepest &&
    typeof layout.kind === 'string' &&
    Object.hasOwn(arraysOf, layout.kind) &&
    (layout.link === undefined || links.has(layout.link)) &&
    Array.isArray(layout.lengths) &&
    layout.lengths.length === Object.keys(arraysOf[layout.kind]).length &&
    layout.lengths.every(
      (length: unknown) => Number.isSafeInteger(length) && Number(length) >= 0,
    ) &&
    Array.isArray(layout.members) &&
    layout.members.length <= mostMembers &&
    layout.members.every((member) => isScorerLayout(member, depth + 1))
  );
}

/** The layout of a scorer, and its arrays in the order of a file. */
export function layOut(state: ScorerState): { layout: ScorerLayout; arrays: AnyArray[] } {
  const own = namesOf(state.kind).map(
    (name) => (state as unknown as Readonly<Record<string, AnyArray>>)[name] ?? new Uint8Array(),
  );
  const members = membersOf(state).map(layOut);
  return {
    layout: {
      kind: state.kind,
      ...('link' in state && { link: state.link }),
      lengths: own.map(({ length }) => length),
      members: members.map(({ layout }) => layout),
    },
    arrays: [...own, ...members.flatMap(({ arrays }) => arrays)],
  };
}

/** Where arrays are read from. */
export interface ArraySource {
  /** The next array. @throws ModelFormatError when the file ends before it */
  take(type: ArrayType, length: number): AnyArray;
}

/** @throws ModelFormatError when arrays are absent or hold what is no number */
export function readScorer(layout: ScorerLayout, source: ArraySource): ScorerState {
  const arrays: Record<string, AnyArray> = {};
  namesOf(layout.kind).forEach((name, index) => {
    const types: Readonly<Record<string, ArrayType>> = arraysOf[layout.kind];
    const values = source.take(types[name] ?? 'uint8', layout.lengths[index] ?? 0);
    const real = values instanceof Float64Array || values instanceof Float32Array;
    if (real && !values.every(Number.isFinite)) {
      throw new ModelFormatError(`The array "${name}" of the model file holds no numbers.`);
    }
    arrays[name] = values;
  });
  const members = layout.members.map((member) => readScorer(member, source));
  const [member] = members;
  const fitsKind =
    layout.kind === 'blend'
      ? members.length > 0
      : layout.kind === 'stacked'
        ? members.length > 1 && members.at(-1)?.kind === 'linear'
        : wrapping.has(layout.kind)
          ? members.length === 1
          : members.length === 0;
  const needsLink = linked.has(layout.kind);
  if (!fitsKind || needsLink !== (layout.link !== undefined)) {
    throw new ModelFormatError('The manifest of the model file is not one of ours.');
  }
  return {
    kind: layout.kind,
    ...arrays,
    ...(needsLink && { link: layout.link }),
    ...(layout.kind === 'blend' && { members }),
    ...(layout.kind === 'stacked' && { members: members.slice(0, -1), combiner: members.at(-1) }),
    ...(wrapping.has(layout.kind) && { member }),
  } as unknown as ScorerState;
}

export function byteLengthOf(type: ArrayType, length: number): number {
  return bytesPer[type] * length;
}

function namesOf(kind: ScorerState['kind']): string[] {
  return Object.keys(arraysOf[kind]);
}

function membersOf(state: ScorerState): readonly ScorerState[] {
  if (state.kind === 'blend') return state.members;
  // The combiner lies behind those that it combines.
  if (state.kind === 'stacked') return [...state.members, state.combiner];
  return 'member' in state ? [state.member] : [];
}
