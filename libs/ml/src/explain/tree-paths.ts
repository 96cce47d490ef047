import type { TreeArrays } from '../trees/tree-arrays.js';

/** What can be said of the nodes of trees before any row is seen. All arrays have one entry a node. */
export interface TreePaths {
  /** Feature that the parent splits by. */
  readonly features: Int32Array;
  /**
   * Share of the training rows that every split by this feature on the way here would send this way: the product of the
   * shares of those splits.
   */
  readonly shares: Float64Array;
  /** Depth of the nearest ancestor that was reached by a split of the same feature; 0 where there is none. */
  readonly above: Int32Array;
  /** Length of the longest way. */
  readonly depth: number;
  /** Most different features on one way. */
  readonly mostFeatures: number;
}

/** @throws RangeError when a node can be reached in two ways */
export function treePaths({ roots, features: split, children, covers }: TreeArrays): TreePaths {
  const nodes = split.length;
  const parents = new Int32Array(nodes).fill(-1);
  const reached = new Uint8Array(nodes);
  for (const root of roots) reached[root] = 1;
  const depths = new Int32Array(nodes);
  const distinct = new Int32Array(nodes);
  const features = new Int32Array(nodes).fill(-1);
  const shares = new Float64Array(nodes).fill(1);
  const above = new Int32Array(nodes);
  let depth = 0;
  let mostFeatures = 1;
  // Children lie behind their node.
  for (let node = 0; node < nodes; node++) {
    const feature = split[node] ?? -1;
    if (reached[node] === 0 || feature < 0) continue;
    const left = children[node] ?? 0;
    const total = (covers[left] ?? 0) + (covers[left + 1] ?? 0);
    for (const child of [left, left + 1]) {
      if (reached[child] === 1) throw new RangeError('The trees do not fit together.');
      reached[child] = 1;
      parents[child] = node;
      features[child] = feature;
      let before = node;
      while (before >= 0 && features[before] !== feature) before = parents[before] ?? -1;
      // Without a training row to go by, both ways are as likely.
      const share = total > 0 ? (covers[child] ?? 0) / total : 0.5;
      shares[child] = share * (before < 0 ? 1 : (shares[before] ?? 1));
      above[child] = before < 0 ? 0 : (depths[before] ?? 0);
      depths[child] = (depths[node] ?? 0) + 1;
      distinct[child] = (distinct[node] ?? 0) + (before < 0 ? 1 : 0);
      depth = Math.max(depth, depths[child] ?? 0);
      mostFeatures = Math.max(mostFeatures, distinct[child] ?? 0);
    }
  }
  return { features, shares, above, depth, mostFeatures };
}
