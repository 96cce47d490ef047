import type { EvaluationBody } from '@millrace/api';
import type { Column } from '@millrace/frame';

/** What a model said of one row: a class, or a number; null where that is not known. */
export type Answer = string | number | null;

/**
 * What a model said of rows that it had not learned from, in no order; none where its evaluation does not tell. Of the
 * rows that it learned from it would say less than it knows: there answers lie closer to the truth than they will be.
 */
export function answersIn(evaluation: EvaluationBody): Answer[] {
  if (evaluation.kind === 'quantities') return [...(evaluation.points?.predicted ?? [])];
  return evaluation.classes.flatMap(({ label }, predicted) => {
    const count = evaluation.confusion.reduce((sum, row) => sum + (row[predicted] ?? 0), 0);
    return Array.from({ length: count }, () => label);
  });
}

/** A name for the column of the answers that no input has. */
export function answersName(inputs: ReadonlySet<string>): string {
  let name = 'prediction';
  while (inputs.has(name)) name += '_';
  return name;
}

/** The answers as a column; undefined where there is not one. */
export function answersColumn(name: string, answers: readonly Answer[]): Column | undefined {
  const first = answers.find((answer) => answer !== null);
  if (first === undefined) return undefined;
  if (typeof first === 'number') {
    return {
      kind: 'numeric',
      name,
      type: 'number',
      values: Float64Array.from(answers, (answer) =>
        typeof answer === 'number' ? answer : Number.NaN,
      ),
    };
  }
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(answers, (answer) => {
    if (answer === null) return -1;
    const label = String(answer);
    const code = codeOf.get(label) ?? codeOf.size;
    codeOf.set(label, code);
    return code;
  });
  return { kind: 'categorical', name, type: 'string', codes, categories: [...codeOf.keys()] };
}
