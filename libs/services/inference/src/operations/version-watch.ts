import type { Predictions } from '@millrace/ml';
import type { LoadedModel } from '../domain/loaded-model.js';
import { breachesOf, type Breach, type RollbackLimits } from '../domain/traffic/judge-version.js';
import { VersionRecorder } from '../domain/traffic/version-window.js';

/** Requests of a version that are remembered. */
const width = 1000;
/** A new champion is on trial for so many times the requests after which it is judged first. */
const trialLength = 10;

/** A version that has taken the place of another, or a share beside it. */
export interface Trial {
  readonly loaded: LoadedModel;
  readonly before: LoadedModel;
}

/** Keeps in mind how each version does, and holds those that are new in their place against the ones before them. */
export class VersionWatch {
  readonly #recorders = new WeakMap<LoadedModel, VersionRecorder>();
  readonly #champions = new Map<string, Trial>();

  answered(loaded: LoadedModel, ms: number, predictions: Predictions): void {
    this.#recorderOf(loaded).answered({ ms, answer: firstOf(predictions) });
  }

  /** A request failed by our fault. */
  failed(loaded: LoadedModel): void {
    this.#recorderOf(loaded).failed();
  }

  /** A version has become champion in the place of another. One that somebody has gone back to is not on trial. */
  promoted(trial: Trial): void {
    const { model, version } = trial.loaded;
    // What it did when it was champion before is over.
    this.#recorders.delete(trial.loaded);
    if (version > trial.before.version) this.#champions.set(model, trial);
    else this.#champions.delete(model);
  }

  /** The champions on trial. */
  trials(): Trial[] {
    return [...this.#champions.values()];
  }

  endTrial(model: string): void {
    this.#champions.delete(model);
  }

  /** A champion that nobody asks for is not on trial any more. */
  letGo(loaded: LoadedModel): void {
    if (this.#champions.get(loaded.model)?.loaded === loaded) this.endTrial(loaded.model);
  }

  /** What speaks against a version; its trial ends once it has held its place long enough. */
  judge(trial: Trial, limits: RollbackLimits): Breach[] {
    const recorder = this.#recorderOf(trial.loaded);
    const before = this.#recorderOf(trial.before);
    const breaches = breachesOf(recorder.window(), before.window(), limits);
    if (breaches.length === 0 && recorder.seen >= limits.requests * trialLength) {
      if (this.#champions.get(trial.loaded.model) === trial) this.endTrial(trial.loaded.model);
    }
    return breaches;
  }

  #recorderOf(loaded: LoadedModel): VersionRecorder {
    const known = this.#recorders.get(loaded);
    if (known) return known;
    const fresh = new VersionRecorder(width, loaded.signature.classes);
    this.#recorders.set(loaded, fresh);
    return fresh;
  }
}

function firstOf(predictions: Predictions): number {
  return (
    (predictions.kind === 'classes' ? predictions.classes[0] : predictions.values[0]) ?? Number.NaN
  );
}
