import { reasonsOf, scaleNames } from '@millrace/api';
import type { PredictionBody, Reasons } from '@millrace/api';
import { table } from './table.js';

/** Features of a row that are shown by name. */
const mostFeatures = 10;

/** Why each row was answered as it was: a table a row. */
export function reasonsText(answer: PredictionBody): string {
  return answer.predictions
    .flatMap((_, row) => {
      const reasons = reasonsOf(answer, row);
      return reasons ? [ofRow(row, reasons, answer.explanation?.background?.orders)] : [];
    })
    .join('\n\n');
}

function ofRow(
  row: number,
  { of, scale, base, score, features }: Reasons,
  orders: number | undefined,
): string {
  const estimated = orders === undefined ? '' : ` (estimated from ${String(orders)} orders)`;
  const shown = features.slice(0, mostFeatures);
  const others = features.slice(mostFeatures);
  return [
    `Row ${row + 1}: ${scaleNames[scale]} of ${of} ${score.toFixed(4)}, from ${base.toFixed(4)}${estimated}`,
    table(
      ['feature', 'adds'],
      [
        ...shown.map(({ feature, adds }) => [feature, signed(adds)]),
        ...(others.length === 0
          ? []
          : [[`${others.length} others`, signed(others.reduce((sum, { adds }) => sum + adds, 0))]]),
      ],
    ),
  ].join('\n');
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
}
