import type { ScorerShape } from '../scorers/scorer.js';
import { scoresOf } from '../scorers/link.js';
import type { BlendState, BoostedState, ScorerState } from '../scorers/scorer-state.js';
import { addCalibration } from './export-calibration.js';
import { addForest } from './export-forest.js';
import { addLinear } from './export-linear.js';
import { addLink } from './export-link.js';
import { addNaiveBayes } from './export-naive-bayes.js';
import { addNetwork } from './export-network.js';
import { addNeighbours } from './export-neighbours.js';
import { addPlatt } from './export-platt.js';
import { addStack } from './export-stack.js';
import { addTrees } from './export-trees.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { Inputs } from './scorer-inputs.js';

/** @returns rows x outputs doubles: what the scorer answers */
export function addScorer(
  graph: GraphBuilder,
  state: ScorerState,
  shape: ScorerShape,
  inputs: Inputs,
): Value {
  switch (state.kind) {
    case 'prior':
      return addPrior(graph, state.prior, inputs);
    case 'linear':
      return addLinear(graph, state, shape, inputs);
    case 'forest':
      return addForest(graph, state, shape, inputs);
    case 'boosted':
      return addBoosted(graph, state, shape, inputs);
    case 'naive-bayes':
      return addNaiveBayes(graph, state, shape, inputs);
    case 'neighbours':
      return addNeighbours(graph, state, shape, inputs);
    case 'network':
      return addNetwork(graph, state, shape, inputs);
    case 'blend':
      return addBlend(graph, state, shape, inputs);
    case 'calibrated':
      return addCalibration(
        graph,
        state,
        shape.outputs,
        addScorer(graph, state.member, shape, inputs),
      );
    case 'stacked': {
      const answers = state.members.map((member) => addScorer(graph, member, shape, inputs));
      return addStack(graph, state, shape.outputs, answers);
    }
    case 'platt':
      return addPlatt(graph, state, addScorer(graph, state.member, shape, inputs));
  }
}

function addPrior(graph: GraphBuilder, prior: Float64Array, { columns }: Inputs): Value {
  const shape = graph.add('Shape', [columns[0] ?? '']);
  return graph.add('Expand', [graph.doubles(prior, [1, prior.length]), shape]);
}

function addBoosted(
  graph: GraphBuilder,
  state: BoostedState,
  { features, outputs }: ScorerShape,
  { matrix }: Inputs,
): Value {
  const scores = scoresOf(state.link, outputs);
  const sums = addTrees(graph, state, features, matrix, {
    targets: scores,
    targetOf: (tree) => tree % scores,
    valueOf: (leaf) => state.leaves[leaf] ?? 0,
  });
  const raw = graph.add('Add', [sums, graph.doubles(state.baselines, [1, scores])]);
  return addLink(graph, state.link, raw, outputs);
}

function addBlend(
  graph: GraphBuilder,
  { members, weights }: BlendState,
  shape: ScorerShape,
  inputs: Inputs,
): Value {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return members
    .map((member, index) =>
      graph.add('Mul', [
        addScorer(graph, member, shape, inputs),
        graph.doubles([(weights[index] ?? 0) / total], [1, 1]),
      ]),
    )
    .reduce((sum, part) => graph.add('Add', [sum, part]));
}
