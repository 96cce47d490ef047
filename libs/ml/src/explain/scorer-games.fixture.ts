import type { FeatureTable } from '../features/feature-table.js';
import type { Scorer } from '../scorers/scorer.js';
import type { Games } from './row-game.js';

/** Any scorer, rows against all rows of a background: every change is a row of its own that is scored. */
export function scorerGames(
  score: Scorer,
  outputs: number,
  background: FeatureTable,
): (table: FeatureTable) => Games {
  const { columns } = background;
  const answersOf = (values: Float64Array) =>
    score({ rows: values.length / columns, columns, values });
  return ({ rows, values }) => ({
    rows,
    columns,
    outputs,
    references: background.rows,
    changesPerStep: 1000,
    of(index) {
      const row = values.subarray(index * columns, (index + 1) * columns);
      return {
        answers: answersOf(row),
        against(reference) {
          const from = reference * columns;
          const other = background.values.subarray(from, from + columns);
          const now = other.slice();
          const known = new Uint8Array(columns);
          return {
            answers: answersOf(other),
            players: Int32Array.from(row.keys()).filter(
              (column) => !Object.is(row[column], other[column]),
            ),
            walk(changed) {
              const passed = new Float64Array(changed.length * columns);
              for (const [step, column] of changed.entries()) {
                known[column] = 1 - (known[column] ?? 0);
                now[column] = (known[column] === 1 ? row : other)[column] ?? 0;
                passed.set(now, step * columns);
              }
              return answersOf(passed);
            },
          };
        },
      };
    },
  });
}
