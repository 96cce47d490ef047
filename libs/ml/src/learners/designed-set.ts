import { designMatrix } from '../design/design-matrix.js';
import { fitDesign, type Design } from '../design/design.js';
import type { Matrix } from '../design/matrix.js';
import type { TrainingSet } from './learner.js';

/** The columns that linear methods see of a set. Nothing holds its table when this has returned. */
export function designedSet({ features, table }: TrainingSet): { design: Design; matrix: Matrix } {
  const design = fitDesign(features, table);
  return { design, matrix: designMatrix(design, table) };
}
