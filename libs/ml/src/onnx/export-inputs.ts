import type { Feature } from '../features/feature-table.js';
import type { DataType, GraphBuilder, Value } from './graph-builder.js';

/** Element type of a feature's input: whole numbers and booleans only where no gap has to be told. */
export function inputTypeOf(feature: Feature): DataType {
  if (feature.kind === 'numeric') {
    return feature.type === 'integer' && !feature.missing ? 'int64' : 'double';
  }
  return feature.type === 'boolean' && !feature.missing ? 'bool' : 'string';
}

/**
 * Reads one input for each feature, rows x 1 or rows.
 * @returns rows x 1 doubles for each: numbers, categories by index, NaN for what is not known
 */
export function addInputs(graph: GraphBuilder, features: readonly Feature[]): Value[] {
  const column = graph.ints([-1, 1]);
  return features.map((feature) => {
    const type = inputTypeOf(feature);
    const input = graph.add('Reshape', [graph.input(feature.name, type), column]);
    return feature.kind === 'numeric'
      ? addNumber(graph, input, type)
      : addCategory(graph, feature.categories, input, type);
  });
}

function addNumber(graph: GraphBuilder, input: Value, type: DataType): Value {
  const value = type === 'double' ? input : toDouble(graph, input);
  return graph.add('Where', [graph.add('IsInf', [value]), nanOf(graph), value]);
}

function addCategory(
  graph: GraphBuilder,
  categories: readonly string[],
  input: Value,
  type: DataType,
): Value {
  if (type === 'bool') {
    const indexOf = (category: string) => {
      const index = categories.indexOf(category);
      return graph.doubles([index < 0 ? Number.NaN : index], [1, 1]);
    };
    return graph.add('Where', [input, indexOf('true'), indexOf('false')]);
  }
  const index = toDouble(
    graph,
    graph.addMl('LabelEncoder', [input], {
      keys_strings: { strings: categories },
      values_int64s: { ints: categories.map((_, at) => at) },
      default_int64: { int: -1 },
    }),
  );
  const unknown = graph.add('Less', [index, graph.doubles([0], [1, 1])]);
  return graph.add('Where', [unknown, nanOf(graph), index]);
}

function nanOf(graph: GraphBuilder): Value {
  return graph.doubles([Number.NaN], [1, 1]);
}

export function toDouble(graph: GraphBuilder, value: Value): Value {
  return graph.add('Cast', [value], { to: { int: 11 } });
}
