import type { Feature, FeatureTable } from '../features/feature-table.js';
import { createRandom } from '../random/random.js';
import { partialDependence, type DependencePoint } from './partial-dependence.js';
import { permutationImportance, type Importance } from './permutation-importance.js';

/** What a model leans on, and how its answers go with the features, on rows that took no part in the fit. */
export interface HoldoutExplanation {
  readonly importance: {
    /** By which the loss is measured. */
    readonly metric: string;
    /** Of the rows as they are; the higher the better. */
    readonly score: number;
    readonly rows: number;
    readonly repeats: number;
    /** The greatest first. */
    readonly features: readonly (Importance & { readonly feature: string })[];
  };
  readonly partialDependence: {
    /** What the answers are: the classes, or the column that was learned. */
    readonly answers: readonly string[];
    readonly rows: number;
    /** Of the most important features, in their order. */
    readonly features: readonly {
      readonly feature: string;
      readonly kind: Feature['kind'];
      readonly points: readonly DependencePoint[];
    }[];
  };
}

export interface HoldoutExplanationRequest {
  readonly features: readonly Feature[];
  /** Of rows that took no part in the fit. */
  readonly table: FeatureTable;
  /** rows x outputs, row-major */
  readonly answersOf: (table: FeatureTable) => Float64Array;
  readonly metric: string;
  /** How good answers are to these rows, as numbers of rows of the table; the higher the better. */
  readonly scoreOf: (answers: Float64Array, rows: Uint32Array) => number;
  /** What the answers are. */
  readonly answers: readonly string[];
  readonly seed: number;
  /** Milliseconds since whenever. */
  readonly now: () => number;
}

const mostRows = 2000;
const fewestRows = 50;
const mostRepeats = 5;
const mostDependenceRows = 500;
const fewestDependenceRows = 20;
const mostDependenceFeatures = 12;
/** About as many points as a feature has. */
const pointsPerFeature = 20;
/** For each half, in milliseconds. */
const budgetMs = 2000;

/**
 * Takes as many rows and repeats as a few seconds allow: for most models all that is asked for, up to some thousand rows.
 * @returns undefined where even the fewest rows would take too long
 */
export function explainHoldout(request: HoldoutExplanationRequest): HoldoutExplanation | undefined {
  const { features, table, answersOf, metric, scoreOf, seed, now } = request;
  const order = Uint32Array.from({ length: table.rows }, (_, row) => row);
  createRandom(seed).shuffle(order);
  const msPerRow = measure(answersOf, rowsOf(table, order.subarray(0, fewestRows)), now);
  const affordableRows = budgetMs / Math.max(msPerRow, 1e-6);
  const affordable = affordableRows / Math.max(1, features.length);
  if (affordable < fewestRows / 2) return undefined;
  const repeats = Math.min(mostRepeats, Math.max(1, Math.floor(affordable / fewestRows)));
  const rows = within(affordable / repeats, fewestRows, Math.min(mostRows, table.rows));
  const chosen = order.slice(0, rows).sort();
  const sample = rowsOf(table, chosen);
  const score = (given: FeatureTable) => scoreOf(answersOf(given), chosen);
  const importance = permutationImportance({ table: sample, scoreOf: score, repeats, seed })
    .map((each, index) => ({ feature: features[index]?.name ?? '', ...each, index }))
    .sort((a, b) => b.mean - a.mean || a.index - b.index);
  const affordablePoints = affordableRows / pointsPerFeature;
  const shown = importance.slice(
    0,
    within(affordablePoints / fewestDependenceRows, 1, mostDependenceFeatures),
  );
  const dependenceRows = within(
    affordablePoints / Math.max(1, shown.length),
    fewestDependenceRows,
    Math.min(mostDependenceRows, rows),
  );
  const few = rowsOf(table, order.subarray(0, dependenceRows));
  return {
    importance: {
      metric,
      score: score(sample),
      rows,
      repeats,
      features: importance.map(({ feature, mean, standardDeviation }) => ({
        feature,
        mean,
        standardDeviation,
      })),
    },
    partialDependence: {
      answers: request.answers,
      rows: dependenceRows,
      features: shown.flatMap(({ index }) => {
        const feature = features[index];
        if (!feature) return [];
        const points = partialDependence(feature, index, few, answersOf);
        return [{ feature: feature.name, kind: feature.kind, points }];
      }),
    },
  };
}

function measure(
  answersOf: (table: FeatureTable) => Float64Array,
  table: FeatureTable,
  now: () => number,
): number {
  answersOf(table);
  const started = now();
  answersOf(table);
  return (now() - started) / Math.max(1, table.rows);
}

/** A whole number from `least`, or all there are, up to `most`. */
function within(wanted: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.floor(wanted)));
}

function rowsOf({ columns, values }: FeatureTable, rows: Uint32Array): FeatureTable {
  const taken = new Float64Array(rows.length * columns);
  rows.forEach((row, index) => {
    taken.set(values.subarray(row * columns, (row + 1) * columns), index * columns);
  });
  return { rows: rows.length, columns, values: taken };
}
