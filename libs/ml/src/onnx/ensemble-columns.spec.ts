import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../features/feature-table.js';
import { createRandom, type Random } from '../random/random.js';
import { TreeBuilder, wordsPerSet, type TreeArrays } from '../trees/tree-arrays.js';
import { EnsembleColumns, type TreeTargets } from './ensemble-columns.js';
import { ProtobufWriter, type LateBytes } from './protobuf-writer.js';

const features: readonly Feature[] = [
  { kind: 'numeric', name: 'x', type: 'number', missing: true },
  {
    kind: 'categorical',
    name: 'c',
    type: 'string',
    missing: true,
    categories: Array.from({ length: 250 }, (_, index) => `c${index}`),
  },
];

const targets: TreeTargets = {
  targets: 3,
  targetOf: (tree) => tree % 3,
  valueOf: (leaf) => leaf / 7,
};

/** @param kinds features that its nodes may look at */
function randomTrees(random: Random, kinds: number): TreeArrays {
  const builder = new TreeBuilder();
  let leaves = 0;
  for (let tree = 0; tree <= random.integer(5); tree++) {
    const waiting = [{ node: builder.addRoot(), depth: 0 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, depth } = next;
      if (depth > 7 || random.next() < 0.25) {
        builder.setLeaf(node, leaves++, 1);
        continue;
      }
      const feature = random.integer(kinds);
      const set = Uint8Array.from({ length: 256 }, () => random.integer(2));
      const left =
        feature === 0
          ? builder.splitByNumber(node, 0, random.next(), random.integer(2))
          : builder.splitByCategory(node, 1, set, random.integer(2));
      const children = [left, left + 1].map((child) => ({ node: child, depth: depth + 1 }));
      // Nodes lie in any order, children behind their parents.
      waiting.push(...(random.integer(2) === 1 ? children : children.reverse()));
    }
  }
  return builder.finish();
}

type Name = keyof EnsembleColumns;

/** The columns as lists, from the first tree on, as the operator's page has them (onnx.ai, ai.onnx.ml TreeEnsemble). */
function listed(trees: TreeArrays): Record<Name, number[]> {
  const lists: Record<Name, number[]> = {
    roots: [],
    features: [],
    splits: [],
    modes: [],
    trueIds: [],
    falseIds: [],
    trueLeaves: [],
    falseLeaves: [],
    missingTrue: [],
    leafTargets: [],
    leafWeights: [],
    members: [],
  };
  const addLeaf = (node: number, tree: number) => {
    lists.leafTargets.push(targets.targetOf(tree));
    return lists.leafWeights.push(targets.valueOf(trees.children[node] ?? 0)) - 1;
  };
  const add = (node: number, tree: number): { id: number; leaf: 0 | 1 } => {
    const feature = trees.features[node] ?? 0;
    if (feature < 0) return { id: addLeaf(node, tree), leaf: 1 };
    const id = lists.features.push(feature) - 1;
    const threshold = trees.thresholds[node] ?? 0;
    lists.splits.push(feature === 1 ? 0 : threshold);
    lists.modes.push(feature === 1 ? 6 : 0);
    lists.missingTrue.push(trees.missingLeft[node] ?? 0);
    if (feature === 1) {
      const words = trees.sets.subarray(threshold * wordsPerSet, (threshold + 1) * wordsPerSet);
      words.forEach((word, index) => {
        for (let bit = 0; bit < 32; bit++) {
          if (((word >>> bit) & 1) === 1) lists.members.push(32 * index + bit);
        }
      });
      lists.members.push(Number.NaN);
    }
    const left = trees.children[node] ?? 0;
    const yes = add(left, tree);
    lists.trueIds[id] = yes.id;
    lists.trueLeaves[id] = yes.leaf;
    const no = add(left + 1, tree);
    lists.falseIds[id] = no.id;
    lists.falseLeaves[id] = no.leaf;
    return { id, leaf: 0 };
  };
  trees.roots.forEach((root, tree) => {
    lists.roots.push(lists.features.length);
    if ((trees.features[root] ?? 0) >= 0) {
      add(root, tree);
      return;
    }
    const leaf = addLeaf(root, tree);
    lists.features.push(0);
    lists.splits.push(0);
    lists.modes.push(0);
    lists.missingTrue.push(0);
    lists.trueIds.push(leaf);
    lists.falseIds.push(leaf);
    lists.trueLeaves.push(1);
    lists.falseLeaves.push(1);
  });
  return lists;
}

/** Bytes are compared as text: much faster than one by one. */
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

const rawColumns: ReadonlySet<string> = new Set(['splits', 'leafWeights', 'members']);

function bytesOf(name: string, values: readonly number[]): Uint8Array {
  if (name === 'modes') return Uint8Array.from(values);
  if (rawColumns.has(name)) return new Uint8Array(Float64Array.from(values).buffer);
  const writer = new ProtobufWriter();
  for (const value of values) writer.int(8, value);
  return writer.finish();
}

describe('the columns of an ensemble', () => {
  it.each([
    ['numbers alone', 1],
    ['numbers and categories', 2],
  ])('hold the nodes of trees of %s in order, whichever way these lie', (_, kinds) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const trees = randomTrees(createRandom(seed), kinds);
        const columns = new EnsembleColumns(trees, features, targets);
        const lists = Object.entries(listed(trees)) as [Name, number[]][];
        const rooms = lists
          .map(([name, values]) => [name, values, columns[name] as LateBytes] as const)
          .filter(([, , { length }]) => length > 0)
          .map(([name, values, column]) => {
            const room = new Uint8Array(column.length);
            column.place(room);
            return [name, values, room] as const;
          });
        for (const [name, values, room] of rooms) {
          expect([name, textOf(room)]).toEqual([name, textOf(bytesOf(name, values))]);
        }
        expect(rooms).toHaveLength(columns.members.length > 0 ? 12 : 11);
      }),
      { numRuns: 60 },
    );
  });
});
