import { decodeModelState, explainerOfModel, type ModelExplainer } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';
import type { InputTable } from '../domain/input-table.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { PredictionRequest } from './answer-requests.js';
import { EventLoopTurns } from './event-loop-turns.js';
import type { ModelFiles } from './model-files.js';

/** Bytes of the model files whose explainers are kept; past them the one that nobody has asked for longest goes. */
const keptBytes = 128 * 2 ** 20;
const keptModels = 64;
/** How long one request explains rows before whatever else waits has its turn. */
const turnMs = 5;

interface Kept {
  readonly explainer: ModelExplainer;
  readonly bytes: number;
}

/**
 * Explains what models say. Needs more of a model than answering does, and so reads its file again when an explanation is
 * first asked for: models that nobody wants explained cost nothing.
 */
export class Explainers {
  readonly #files: Pick<ModelFiles, 'readModel'>;
  readonly #turns = new EventLoopTurns();
  // By the digest of the model; the order of insertion is that of the last use.
  readonly #kept = new Map<string, Kept>();
  readonly #building = new Map<string, Promise<Kept>>();

  constructor(files: Pick<ModelFiles, 'readModel'>) {
    this.#files = files;
  }

  /**
   * The explainer of a model.
   * @throws PlatformError `unavailable` while its file cannot be read
   */
  async of(loaded: LoadedModel): Promise<ModelExplainer> {
    const { sha256 } = loaded;
    const kept = this.#kept.get(sha256) ?? (await this.#build(loaded));
    this.#keep(sha256, kept);
    return kept.explainer;
  }

  /**
   * rows x scores x features, a few rows, or a part of one, a turn of the event loop.
   * @throws PlatformError `cancelled` once nobody waits for it any more, `deadline_exceeded` past the deadline
   */
  async contributionsOf(
    { steps, scores }: ModelExplainer,
    { rows, columns, values }: InputTable,
    { signal, deadline = Infinity }: Pick<PredictionRequest, 'signal' | 'deadline'>,
  ): Promise<Float64Array> {
    const perRow = scores.length * columns;
    const contributions = new Float64Array(rows * perRow);
    const rowOf = (index: number) => ({
      rows: 1,
      columns,
      values: values.subarray(index * columns, (index + 1) * columns),
    });
    let row = 0;
    let left = steps(rowOf(0));
    while (row < rows) {
      await this.#turns.take(() => {
        if (signal?.aborted === true) {
          throw new PlatformError('cancelled', 'The client did not wait for the explanation.');
        }
        const now = performance.now();
        if (now >= deadline) {
          throw new PlatformError('deadline_exceeded', 'The explanation took longer than allowed.');
        }
        const until = now + turnMs;
        do {
          const { done, value } = left.next();
          if (done !== true) continue;
          contributions.set(value, row * perRow);
          row++;
          left = steps(rowOf(row));
        } while (row < rows && performance.now() < until);
      });
    }
    return contributions;
  }

  /** Requests that come while a file is being read share it. */
  #build(loaded: LoadedModel): Promise<Kept> {
    const present = this.#building.get(loaded.sha256);
    if (present) return present;
    const building = this.#read(loaded).finally(() => this.#building.delete(loaded.sha256));
    this.#building.set(loaded.sha256, building);
    return building;
  }

  async #read(loaded: LoadedModel): Promise<Kept> {
    const bytes = await this.#files.readModel(loaded);
    const explainer = explainerOfModel(decodeModelState(bytes));
    return { explainer, bytes: bytes.length };
  }

  #keep(sha256: string, kept: Kept): void {
    this.#kept.delete(sha256);
    this.#kept.set(sha256, kept);
    let bytes = [...this.#kept.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [key, each] of this.#kept) {
      if (key === sha256 || (bytes <= keptBytes && this.#kept.size <= keptModels)) break;
      this.#kept.delete(key);
      bytes -= each.bytes;
    }
  }
}
