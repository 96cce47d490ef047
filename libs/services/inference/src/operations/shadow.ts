import type { CounterMetric, Metrics } from '@millrace/platform';
import { compareAnswers } from '../domain/traffic/compare-answers.js';
import { rewriteTable } from '../domain/traffic/rewrite-table.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { Answer } from './answer.js';
import type { TrafficDirector } from './traffic-director.js';
import type { VersionShelf } from './version-shelf.js';

/** What a shadow has said so far, beside the versions that answered. */
export interface ShadowRecord {
  readonly version: number;
  readonly task: LoadedModel['signature']['task'];
  readonly rows: number;
  readonly agreed: number;
  readonly difference: number;
  /** Rows that it could not answer. */
  readonly failures: number;
}

/** Looks that wait for their turn; what comes on top of them is not looked at. */
const mostWaiting = 256;

/** Asks the shadow of a model what it would have said, after the answer has been given. */
export class Shadow {
  readonly #director: TrafficDirector;
  readonly #shelf: VersionShelf;
  readonly #rows: CounterMetric;
  readonly #records = new Map<string, ShadowRecord>();
  #waiting = 0;

  constructor(director: TrafficDirector, shelf: VersionShelf, metrics: Metrics) {
    this.#director = director;
    this.#shelf = shelf;
    this.#rows = metrics.counter({
      name: 'millrace_shadow_rows_total',
      help: 'Rows shown to a shadow: it agreed with the answer, differed, failed, or was passed over under pressure.',
      labels: ['model', 'version', 'outcome'],
    });
  }

  recordOf(model: string): ShadowRecord | undefined {
    return this.#records.get(model);
  }

  /** Returns at once; nothing that goes wrong here reaches the client. */
  look(answered: Answer): void {
    const { model } = answered.loaded;
    const choice = this.#director.chooseShadow(model);
    const shadow = choice && this.#shelf.find(model, choice);
    if (!shadow) return;
    if (this.#waiting >= mostWaiting) {
      this.#count(shadow, 'passed over', answered.table.rows);
      return;
    }
    this.#waiting++;
    setImmediate(() => {
      this.#waiting--;
      this.#compare(answered, shadow);
    });
  }

  #compare({ loaded, table, predictions }: Answer, shadow: LoadedModel): void {
    const present = this.#records.get(loaded.model);
    const record: ShadowRecord =
      present?.version === shadow.version
        ? present
        : {
            version: shadow.version,
            task: shadow.signature.task,
            rows: 0,
            agreed: 0,
            difference: 0,
            failures: 0,
          };
    const compared = comparisonOf({ loaded, table, predictions }, shadow);
    if (!compared) {
      this.#count(shadow, 'failed', table.rows);
      this.#records.set(loaded.model, { ...record, failures: record.failures + table.rows });
      return;
    }
    if (predictions.kind === 'classes') {
      this.#count(shadow, 'agreed', compared.agreed);
      this.#count(shadow, 'differed', compared.rows - compared.agreed);
    }
    this.#records.set(loaded.model, {
      ...record,
      rows: record.rows + compared.rows,
      agreed: record.agreed + compared.agreed,
      difference: record.difference + compared.difference,
    });
  }

  #count({ model, version }: LoadedModel, outcome: string, rows: number): void {
    if (rows > 0) this.#rows.add({ model, version: String(version), outcome }, rows);
  }
}

function comparisonOf({ loaded, table, predictions }: Answer, shadow: LoadedModel) {
  const shown = rewriteTable(table, loaded.signature, shadow);
  if (!shown) return undefined;
  return compareAnswers(
    { predictions, classes: loaded.signature.classes },
    { predictions: shadow.score(shown), classes: shadow.signature.classes },
  );
}
