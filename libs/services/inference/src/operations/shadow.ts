import type { Predictions } from '@millrace/ml';
import type { CounterMetric, Metrics } from '@millrace/platform';
import { compareAnswers } from '../domain/traffic/compare-answers.js';
import { rewriteTable } from '../domain/traffic/rewrite-table.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { Answer } from './answer.js';
import type { ScoringThreads } from './scoring-threads.js';
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

/** Looks that wait for their turn, and values of their rows; what comes on top of them is not looked at. */
const mostWaiting = 256;
const mostWaitingValues = 2 ** 24;

/** Asks the shadow of a model what it would have said, after the answer has been given. */
export class Shadow {
  readonly #director: TrafficDirector;
  readonly #shelf: VersionShelf;
  readonly #threads: ScoringThreads;
  readonly #rows: CounterMetric;
  readonly #records = new Map<string, ShadowRecord>();
  #waiting = 0;
  #waitingValues = 0;

  constructor(parts: {
    readonly director: TrafficDirector;
    readonly shelf: VersionShelf;
    readonly threads: ScoringThreads;
    readonly metrics: Metrics;
  }) {
    const { metrics } = parts;
    this.#director = parts.director;
    this.#shelf = parts.shelf;
    this.#threads = parts.threads;
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
    const { length } = answered.table.values;
    if (this.#waiting >= mostWaiting || this.#waitingValues + length > mostWaitingValues) {
      this.#count(shadow, 'passed over', answered.table.rows);
      return;
    }
    this.#waiting++;
    this.#waitingValues += length;
    setImmediate(() => {
      void this.#ask(answered, shadow)
        .catch(() => undefined)
        .then((said) => {
          this.#waiting--;
          this.#waitingValues -= length;
          this.#compare(answered, shadow, said);
        });
    });
  }

  /** What the shadow says, on other threads where the rows are many; `undefined` when it cannot be asked so. */
  async #ask({ loaded, table }: Answer, shadow: LoadedModel): Promise<Predictions | undefined> {
    const shown = rewriteTable(table, loaded.signature, shadow);
    return shown && (this.#threads.score(shadow, shown, {}, 'spare') ?? shadow.score(shown));
  }

  #compare(
    { loaded, table, predictions }: Answer,
    shadow: LoadedModel,
    said: Predictions | undefined,
  ): void {
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
    const compared =
      said &&
      compareAnswers(
        { predictions, classes: loaded.signature.classes },
        { predictions: said, classes: shadow.signature.classes },
      );
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
