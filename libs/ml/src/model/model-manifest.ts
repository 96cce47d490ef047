import type { Feature } from '../features/feature-table.js';
import { everyTask, type TaskType } from '../learners/learner.js';
import { isScorerLayout, type ScorerLayout } from './scorer-layout.js';

/** The part of a model file that a person can read. Plain JSON. */
export interface ModelManifest {
  readonly algorithm: string;
  readonly task: TaskType;
  readonly target: string;
  readonly classes: readonly string[];
  readonly features: readonly Feature[];
  /** Of two classes, where it is not the likelier that is taken. */
  readonly threshold?: number;
  readonly scorer: ScorerLayout;
}

export function isModelManifest(value: unknown): value is ModelManifest {
  const manifest = value as Partial<ModelManifest> | null;
  return (
    typeof manifest === 'object' &&
    manifest !== null &&
    typeof manifest.algorithm === 'string' &&
    typeof manifest.target === 'string' &&
    isListOf(manifest.classes, isString) &&
    everyTask.some((task) => task === manifest.task) &&
    (manifest.task === 'regression') === (manifest.classes.length === 0) &&
    isListOf(manifest.features, isFeature) &&
    isThreshold(manifest.threshold, manifest.classes) &&
    isScorerLayout(manifest.scorer)
  );
}

function isThreshold(value: unknown, classes: readonly string[]): boolean {
  if (value === undefined) return true;
  return classes.length === 2 && typeof value === 'number' && value >= 0 && value <= 1;
}

const types: ReadonlySet<unknown> = new Set(['integer', 'number', 'boolean', 'string']);

function isFeature(value: unknown): value is Feature {
  const feature = value as Record<
    'name' | 'type' | 'kind' | 'missing' | 'categories',
    unknown
  > | null;
  if (typeof feature !== 'object' || feature === null) return false;
  if (typeof feature.name !== 'string' || !types.has(feature.type)) return false;
  if (typeof feature.missing !== 'boolean') return false;
  return (
    feature.kind === 'numeric' ||
    (feature.kind === 'categorical' &&
      isListOf(feature.categories, isString) &&
      feature.categories.length < 255)
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
