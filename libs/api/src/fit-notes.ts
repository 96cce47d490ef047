/** What a learner tells of its fit, which stands among the figures of a candidate: of its folds, the mean. */
export interface FitNote {
  readonly name: string;
  /** For a heading. */
  readonly label: string;
  /** Absent where neither more nor less of it is better. */
  readonly better?: 'higher' | 'lower';
}

const fitNotes: readonly FitNote[] = [
  { name: 'iterations', label: 'Iterations' },
  { name: 'converged', label: 'Converged, share of folds', better: 'higher' },
  { name: 'outOfBagScore', label: 'Out-of-bag score', better: 'higher' },
  { name: 'chosenL2', label: 'Penalty chosen (l2)' },
  { name: 'fitSeconds', label: 'Fit, s', better: 'lower' },
  { name: 'predictMicrosPerRow', label: 'Predict, µs a row', better: 'lower' },
];

export function fitNoteOf(name: string): FitNote | undefined {
  return fitNotes.find((note) => note.name === name);
}
