import { fitNoteOf, higherIsBetter, type RunBody } from '@millrace/api';

export interface ComparedValue {
  readonly text: string | undefined;
  readonly number?: number;
  /** Whether it is the best of its row; never in a row where all are equal. */
  readonly best: boolean;
}

export interface ComparedRow {
  readonly name: string;
  readonly values: readonly ComparedValue[];
  /** Whether the runs are not all the same here. */
  readonly differs: boolean;
}

export interface Comparison {
  readonly parameters: readonly ComparedRow[];
  readonly metrics: readonly ComparedRow[];
}

/** Lays the parameters and metrics of runs side by side, one row a name, one value a run. */
export function compareRuns(runs: readonly RunBody[]): Comparison {
  const parameters = namesOf(runs.map((run) => run.parameters)).map((name) => {
    const texts = runs.map((run) => run.parameters[name]);
    return {
      name,
      differs: new Set(texts).size > 1,
      values: texts.map((text) => ({ text, best: false })),
    };
  });
  const metrics = namesOf(runs.map((run) => run.metrics)).map((name) => {
    const numbers = runs.map((run) => run.metrics[name]);
    const known = numbers.filter((value) => value !== undefined);
    const differs = new Set(numbers).size > 1;
    const best = bestOf(name, known);
    return {
      name,
      differs,
      values: numbers.map((number) =>
        number === undefined
          ? { text: undefined, best: false }
          : { text: String(number), number, best: differs && known.length > 1 && number === best },
      ),
    };
  });
  return { parameters, metrics };
}

/** Undefined where no number is better than another. */
function bestOf(name: string, values: readonly number[]): number | undefined {
  const note = fitNoteOf(name);
  if (note && note.better === undefined) return undefined;
  const higher = note ? note.better === 'higher' : higherIsBetter(name);
  return higher ? Math.max(...values) : Math.min(...values);
}

function namesOf(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].toSorted();
}
