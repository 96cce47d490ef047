import type { Model, ModelImage } from '@millrace/ml';
import type { JournalHeading } from '@millrace/ports';
import type { AnsweringModel } from './answering-model.js';
import type { InputExample } from './input-example.js';
import type { ModelInputs } from './model-inputs.js';
import type { ModelShortcut } from './model-shortcut.js';
import type { ModelUsage } from './model-usage.js';

/** A model version ready to answer. Never changes but for its usage: another version is another object. */
export interface LoadedModel extends AnsweringModel {
  readonly sha256: string;
  /** Where its file is in the object store. */
  readonly modelKey: string;
  /** Length of its file, which is what it takes in memory, but for a little. */
  readonly bytes: number;
  readonly algorithm: string;
  readonly loadedAt: Date;
  readonly inputExample: InputExample;
  /** Reads requests into the tables that `score` takes. */
  readonly inputs: ModelInputs;
  readonly score: Model['score'];
  /** All that the model is, in memory that threads share: the only copy of it. */
  readonly image: ModelImage;
  /** Of what another thread has scored, what the model says. */
  readonly decide: Model['decide'];
  readonly shortcut: ModelShortcut;
  /** What the journal keeps its records under. */
  readonly heading: JournalHeading;
  readonly usage: ModelUsage;
}
