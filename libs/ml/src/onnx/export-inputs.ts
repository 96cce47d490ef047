import type { CategoricalFeature, Feature } from '../features/feature-table.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { DataType } from './onnx-messages.js';

/** Name of the one dimension that nobody knows beforehand. */
export const rowDimension = 'rows';

/**
 * Element type of a feature's input: whole numbers and booleans as such only where training rows had no gaps; otherwise
 * doubles, of which NaN is a gap, and texts, of which any that is no category is one.
 */
export function onnxInputType(feature: Feature): 'int64' | 'double' | 'bool' | 'string' {
  if (feature.kind === 'numeric') {
    return feature.type === 'integer' && !feature.missing ? 'int64' : 'double';
  }
  return feature.type === 'boolean' && !feature.missing ? 'bool' : 'string';
}

/**
 * Reads one input for each feature, one entry a row. A lone feature is rows x 1: `mlflow.onnx` passes the values of a whole
 * table where a model has one input, and column after column where it has several.
 * @returns rows x 1 doubles for each: numbers, categories by index, NaN for what is not known
 */
export function addInputs(graph: GraphBuilder, features: readonly Feature[]): Value[] {
  const shape = features.length === 1 ? [rowDimension, 1] : [rowDimension];
  const column = graph.ints([-1, 1]);
  const nan = graph.doubles([Number.NaN], [1, 1]);
  return features.map((feature) => {
    const type = onnxInputType(feature);
    const input = graph.add('Reshape', [graph.input(feature.name, type, shape), column]);
    return feature.kind === 'numeric'
      ? addNumber(graph, input, type, nan)
      : addCategory(graph, feature, input, type, nan);
  });
}

function addNumber(graph: GraphBuilder, input: Value, type: DataType, nan: Value): Value {
  if (type !== 'double') return graph.cast(input, 'double');
  return graph.add('Where', [graph.add('IsInf', [input]), nan, input]);
}

function addCategory(
  graph: GraphBuilder,
  feature: CategoricalFeature,
  input: Value,
  type: DataType,
  nan: Value,
): Value {
  const { categories } = feature;
  if (type === 'bool') {
    const indexOf = (category: string) => {
      const index = categories.indexOf(category);
      return graph.doubles([index < 0 ? Number.NaN : index], [1, 1]);
    };
    return graph.add('Where', [input, indexOf('true'), indexOf('false')]);
  }
  const spellings = spellingsOf(feature);
  const index = graph.cast(
    graph.addMl('LabelEncoder', [input], {
      keys_strings: { strings: spellings.map(([text]) => text) },
      values_int64s: { ints: spellings.map(([, code]) => code) },
      default_int64: { int: -1 },
    }),
    'double',
  );
  const unknown = graph.add('Less', [index, graph.doubles([0], [1, 1])]);
  return graph.add('Where', [unknown, nan, index]);
}

/** Texts of each category. Booleans among gaps come as Python spells them, too. */
function spellingsOf({ type, categories }: CategoricalFeature): [string, number][] {
  const spellings = categories.map((text, code): [string, number] => [text, code]);
  if (type !== 'boolean') return spellings;
  const inPython = spellings.map(([text, code]): [string, number] => [
    text.charAt(0).toUpperCase() + text.slice(1),
    code,
  ]);
  return [...spellings, ...inPython];
}
