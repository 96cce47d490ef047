import type { ColumnEncoding } from '../preprocess/table-encoder.js';
import type { ScorerState } from '../scorers/scorer.js';

/** The part of a model file that a person can read. Plain JSON. */
export interface ModelManifest {
  readonly algorithm: string;
  readonly target: string;
  readonly classes: readonly string[];
  readonly columns: readonly ColumnEncoding[];
  readonly scorer: {
    readonly kind: ScorerState['kind'];
    /** In the order they lie in the file. */
    readonly arrays: readonly ArrayEntry[];
  };
}

export interface ArrayEntry {
  readonly name: string;
  readonly type: 'float64' | 'int32';
  /** Values, not bytes. */
  readonly length: number;
}

export function isModelManifest(value: unknown): value is ModelManifest {
  const manifest = value as Partial<ModelManifest> | null;
  return (
    typeof manifest === 'object' &&
    manifest !== null &&
    typeof manifest.algorithm === 'string' &&
    typeof manifest.target === 'string' &&
    isListOf(manifest.classes, isString) &&
    manifest.classes.length > 0 &&
    isListOf(manifest.columns, isColumnEncoding) &&
    typeof manifest.scorer === 'object' &&
    typeof manifest.scorer.kind === 'string' &&
    isListOf(manifest.scorer.arrays, isArrayEntry)
  );
}

const types: ReadonlySet<unknown> = new Set(['integer', 'number', 'boolean', 'string']);

function isColumnEncoding(value: unknown): value is ColumnEncoding {
  const column = value as Record<
    keyof ColumnEncoding | 'median' | 'mean' | 'scale' | 'categories',
    unknown
  > | null;
  if (typeof column !== 'object' || column === null) return false;
  if (typeof column.name !== 'string' || !types.has(column.type)) return false;
  return column.kind === 'numeric'
    ? [column.median, column.mean, column.scale].every(Number.isFinite) && column.scale !== 0
    : column.kind === 'categorical' && isListOf(column.categories, isString);
}

function isArrayEntry(value: unknown): value is ArrayEntry {
  const entry = value as Partial<ArrayEntry> | null;
  return (
    typeof entry === 'object' &&
    entry !== null &&
    typeof entry.name === 'string' &&
    (entry.type === 'float64' || entry.type === 'int32') &&
    Number.isSafeInteger(entry.length) &&
    (entry.length ?? -1) >= 0
  );
}

function isListOf<Item>(
  value: unknown,
  isItem: (item: unknown) => item is Item,
): value is readonly Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
