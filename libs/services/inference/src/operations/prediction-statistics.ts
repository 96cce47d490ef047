import type { LoadedModel } from '../domain/loaded-model.js';

/** How often something was done, and milliseconds it took altogether. */
export interface Spent {
  readonly count: number;
  readonly ms: number;
}

/** What a version has answered since the process began. */
export interface VersionStatistics {
  readonly model: string;
  readonly version: number;
  /** `undefined` before the first answer. */
  readonly lastAnswerAt: Date | undefined;
  readonly rows: number;
  readonly success: Spent;
  readonly fail: Spent;
  /** Until the model was there to be asked. */
  readonly queue: Spent;
  /** Reading the request against the signature. */
  readonly input: Spent;
  /** The model itself, and the log. */
  readonly infer: Spent;
}

interface Growing {
  readonly model: string;
  readonly version: number;
  lastAnswerAt: Date | undefined;
  rows: number;
  answers: number;
  answerMs: number;
  failures: number;
  failureMs: number;
  queueMs: number;
  inputMs: number;
  inferMs: number;
}

/** Counts requests by the version that took them. */
export class PredictionStatistics {
  readonly #versions = new Map<string, Map<number, Growing>>();

  answered(
    loaded: LoadedModel,
    answer: {
      readonly at: Date;
      readonly rows: number;
      readonly queueMs: number;
      readonly inputMs: number;
      readonly inferMs: number;
    },
  ): void {
    const of = this.#of(loaded);
    of.lastAnswerAt = answer.at;
    of.rows += answer.rows;
    of.answers++;
    of.answerMs += answer.queueMs + answer.inputMs + answer.inferMs;
    of.queueMs += answer.queueMs;
    of.inputMs += answer.inputMs;
    of.inferMs += answer.inferMs;
  }

  failed(loaded: LoadedModel, ms: number): void {
    const of = this.#of(loaded);
    of.failures++;
    of.failureMs += ms;
  }

  /** Of the model of a version: an entry for each that was asked, and for this one, in their order. */
  of(loaded: LoadedModel): VersionStatistics[] {
    this.#of(loaded);
    return [...(this.#versions.get(loaded.model)?.values() ?? [])]
      .sort((a, b) => a.version - b.version)
      .map(statisticsOf);
  }

  /** Of every version that was asked. */
  all(): VersionStatistics[] {
    return [...this.#versions.values()].flatMap((versions) =>
      [...versions.values()].map(statisticsOf),
    );
  }

  #of({ model, version }: LoadedModel): Growing {
    const versions = this.#versions.get(model) ?? new Map<number, Growing>();
    this.#versions.set(model, versions);
    const present = versions.get(version);
    if (present) return present;
    const fresh: Growing = {
      model,
      version,
      lastAnswerAt: undefined,
      rows: 0,
      answers: 0,
      answerMs: 0,
      failures: 0,
      failureMs: 0,
      queueMs: 0,
      inputMs: 0,
      inferMs: 0,
    };
    versions.set(version, fresh);
    return fresh;
  }
}

function statisticsOf(of: Growing): VersionStatistics {
  return {
    model: of.model,
    version: of.version,
    lastAnswerAt: of.lastAnswerAt,
    rows: of.rows,
    success: { count: of.answers, ms: of.answerMs },
    fail: { count: of.failures, ms: of.failureMs },
    queue: { count: of.answers, ms: of.queueMs },
    input: { count: of.answers, ms: of.inputMs },
    infer: { count: of.answers, ms: of.inferMs },
  };
}
