import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feature, FeatureTable } from '../features/feature-table.js';
import { TreeBuilder, type TreeArrays } from '../trees/tree-arrays.js';
import { compiledTreeAdder, compileTrees } from './compiled-trees.js';
import { plainTreeAdder } from './tree-adder.js';

const features: readonly Feature[] = [
  { kind: 'numeric', name: 'a', type: 'number', missing: true },
  { kind: 'numeric', name: 'b', type: 'number', missing: true },
  {
    kind: 'categorical',
    name: 'c',
    type: 'string',
    missing: true,
    categories: Array.from({ length: 40 }, (_, index) => `c${index}`),
  },
];

interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly set: readonly number[];
  readonly missingLeft: number;
}
type Branch = Split & { readonly left: Node; readonly right: Node };
type Node = Branch | number;

const thresholds = [-1, -0, 0, 0.5, 2, Number.MAX_VALUE];
const { node } = fc.letrec<{ node: Node; branch: Branch; leaf: number }>((tie) => ({
  node: fc.oneof({ maxDepth: 6 }, tie('leaf'), tie('branch')),
  leaf: fc.nat(4),
  branch: fc.record({
    feature: fc.nat(2),
    threshold: fc.constantFrom(...thresholds),
    set: fc.array(fc.nat(39), { maxLength: 20 }),
    missingLeft: fc.nat(1),
    left: tie('node'),
    right: tie('node'),
  }),
}));

function treesOf(roots: readonly Node[]): TreeArrays {
  const builder = new TreeBuilder();
  for (const root of roots) {
    const waiting: [Node, number][] = [[root, builder.addRoot()]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [at, place] = next;
      if (typeof at === 'number') {
        builder.setLeaf(place, at, 1);
        continue;
      }
      const set = new Uint8Array(256);
      for (const category of at.set) set[category] = 1;
      const left =
        at.feature === 2
          ? builder.splitByCategory(place, 2, set, at.missingLeft)
          : builder.splitByNumber(place, at.feature, at.threshold, at.missingLeft);
      waiting.push([at.left, left], [at.right, left + 1]);
    }
  }
  return builder.finish();
}

const value = fc.oneof(fc.constantFrom(NaN, ...thresholds), fc.double({ noDefaultInfinity: true }));
const row = fc.tuple(value, value, fc.oneof(fc.nat(39), fc.constant(NaN)));
const leaves = Float64Array.from({ length: 20 }, (_, index) => 1 / (index + 1));

function walk(
  trees: ReturnType<typeof compileTrees>,
  table: FeatureTable,
  sums: Float64Array,
): void {
  if (!trees) throw new Error('The trees were not compiled.');
  compiledTreeAdder(trees)(table, sums);
}

describe('compiled trees', () => {
  it('lead every row to the leaves that the plain ones lead it to', () => {
    const shape = fc.constantFrom(
      { width: 2, groups: 1 },
      { width: 1, groups: 1 },
      { width: 1, groups: 3 },
    );
    fc.assert(
      fc.property(
        fc.array(node, { minLength: 1, maxLength: 7 }),
        fc.array(row, { minLength: 1, maxLength: 11 }),
        shape,
        (roots, rows, { width, groups }) => {
          const trees = treesOf(roots);
          const sums = { leaves, width, groups };
          const table = { rows: rows.length, columns: 3, values: Float64Array.from(rows.flat()) };
          const compiled = new Float64Array(rows.length * width * groups);
          const plain = compiled.slice();
          walk(compileTrees(trees, features, sums), table, compiled);
          plainTreeAdder(trees, features, sums)(table, plain);
          expect(compiled).toEqual(plain);
        },
      ),
    );
  });

  it('take tables of many blocks', () => {
    const roots: Node[] = [
      { feature: 0, threshold: 0.5, set: [], missingLeft: 1, left: 0, right: 1 },
      { feature: 1, threshold: 0, set: [], missingLeft: 0, left: 2, right: 3 },
    ];
    const rows = 40_003;
    const values = Float64Array.from({ length: rows * 3 }, (_, at) => ((at * 37) % 101) / 50 - 1);
    const sums = { leaves, width: 1, groups: 1 };
    const table = { rows, columns: 3, values };
    const compiled = new Float64Array(rows);
    const plain = compiled.slice();
    walk(compileTrees(treesOf(roots), features, sums), table, compiled);
    plainTreeAdder(treesOf(roots), features, sums)(table, plain);
    expect(compiled).toEqual(plain);
  });

  it('are not made of nodes that many ways lead to: those would be laid out for each way', () => {
    const levels = 60;
    const shared: TreeArrays = {
      roots: Int32Array.of(0),
      features: Int32Array.from({ length: levels + 1 }, (_, at) => (at < levels - 1 ? 0 : -1)),
      thresholds: new Float64Array(levels + 1),
      children: Int32Array.from({ length: levels + 1 }, (_, at) => (at < levels - 1 ? at + 1 : 0)),
      missingLeft: new Uint8Array(levels + 1),
      sets: new Int32Array(),
      covers: new Float32Array(levels + 1),
    };
    expect(compileTrees(shared, features, { leaves, width: 1, groups: 1 })).toBeUndefined();
  });
});
