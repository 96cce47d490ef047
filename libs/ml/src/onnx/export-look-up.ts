import type { GraphBuilder, Value } from './graph-builder.js';

/**
 * The row of a table that belongs to each category; the last one where it is not known.
 * @param column rows x 1: categories by index, NaN for what is not known
 * @param dims rows and columns of the table
 * @returns rows x columns of the table
 */
export function addLookUp(
  graph: GraphBuilder,
  column: Value,
  table: Float64Array,
  dims: readonly [number, number],
): Value {
  const last = graph.doubles([dims[0] - 1], [1, 1]);
  const known = graph.add('Where', [graph.add('IsNaN', [column]), last, column]);
  const index = graph.add('Reshape', [graph.cast(known, 'int64'), graph.ints([-1])]);
  return graph.add('Gather', [graph.doubles(table, dims), index], { axis: { int: 0 } });
}
