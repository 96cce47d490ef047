import type { Model, ModelSignature } from '@millrace/ml';
import type { CheckedInstances } from './check-instances.js';

/** A model version ready to answer. Never changes: another version is another object. */
export interface LoadedModel {
  readonly model: string;
  readonly version: number;
  readonly sha256: string;
  readonly algorithm: string;
  readonly loadedAt: Date;
  readonly signature: ModelSignature;
  readonly inputExample: Readonly<Record<string, string | number | boolean | null>>;
  readonly check: (instances: readonly unknown[]) => CheckedInstances;
  readonly predict: Model['predict'];
}
