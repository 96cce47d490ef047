import { stackedColumns, stackedFeatures } from '../ensemble/stacked-table.js';
import type { StackedState } from '../scorers/scorer-state.js';
import { addLinear } from './export-linear.js';
import { addLogOdds } from './export-platt.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** @param answers of each member: rows x outputs */
export function addStack(
  graph: GraphBuilder,
  { combiner }: Pick<StackedState, 'combiner'>,
  outputs: number,
  answers: readonly Value[],
): Value {
  const columns = answers.flatMap((own) =>
    Array.from({ length: stackedColumns(outputs) }, (_, column) => {
      if (outputs === 1) return own;
      const code = outputs === 2 ? 1 : column;
      return addLogOdds(
        graph,
        graph.add('Gather', [own, graph.ints([code])], { axis: { int: 1 } }),
      );
    }),
  );
  const matrix = graph.add('Concat', columns, { axis: { int: 1 } });
  const features = stackedFeatures(answers.length, outputs);
  return addLinear(graph, combiner, { features, outputs }, { columns, matrix });
}
