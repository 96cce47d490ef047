import { columnByName, type Frame } from '@millrace/frame';
import { rowsByClass } from '../split/rows-by-class.js';
import { labelledRows, type LearnedTarget } from '../target/learned-target.js';
import { counted, percent } from './counted.js';

const rareClass = 5;
const fewRows = 100;
/** The largest class over the smallest. */
const strongImbalance = 10;

/** What a person should know of the values to learn. */
export function targetWarnings(frame: Frame, target: string, learned: LearnedTarget): string[] {
  const name = JSON.stringify(target);
  const rows = labelledRows(learned).length;
  const infinite = infiniteValues(frame, target);
  const missing = frame.rowCount - rows - infinite;
  return [
    ...(missing > 0 ? [`${counted(missing, 'row')} without a value in ${name} left out.`] : []),
    ...(infinite > 0
      ? [`${counted(infinite, 'row')} with an infinite value in ${name} left out.`]
      : []),
    ...(rows < fewRows
      ? [
          `There are ${rows} rows to learn from and check on: figures of so few may be good or bad by chance.`,
        ]
      : []),
    ...(learned.kind === 'classes' ? classWarnings(learned) : []),
  ];
}

function infiniteValues(frame: Frame, target: string): number {
  const column = columnByName(frame, target);
  if (column?.kind !== 'numeric') return 0;
  return column.values.reduce((sum, value) => sum + (Math.abs(value) === Infinity ? 1 : 0), 0);
}

function classWarnings({ labels, codes }: Extract<LearnedTarget, { kind: 'classes' }>): string[] {
  const sizes = rowsByClass(codes).map(({ length }) => length);
  const rare = sizes.flatMap((rows, code) => {
    const name = JSON.stringify(labels[code]);
    if (rows === 1) {
      return [`Class ${name} is seen once: it is trained on and cannot be checked.`];
    }
    return rows < rareClass ? [`Class ${name} has ${rows} rows only.`] : [];
  });
  const smallest = Math.min(...sizes);
  const largest = Math.max(...sizes);
  if (smallest < rareClass || largest < strongImbalance * smallest) return rare;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const scarce = JSON.stringify(labels[sizes.indexOf(smallest)]);
  return [
    ...rare,
    `Classes are far from even: ${scarce} has ${percent(smallest / total)} of the rows. A high accuracy says little here; look at recall, F1 or balanced accuracy, and let a search try class weights.`,
  ];
}
