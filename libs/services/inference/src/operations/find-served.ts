import { PlatformError } from '@millrace/platform';
import type { Clock } from '@millrace/ports';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { VersionChoice } from '../domain/version-choice.js';
import type { ChampionLoader } from './champion-loader.js';
import type { LoadPatience } from './load-patience.js';
import type { ServingModels } from './serving-models.js';
import type { VersionShelf } from './version-shelf.js';

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const rememberedMs = 1_000;
const rememberedNames = 1_000;

/** Finds the model that answers to a name. */
export class ServedModelFinder {
  readonly #serving: ServingModels;
  readonly #loader: ChampionLoader;
  readonly #shelf: VersionShelf;
  readonly #clock: Clock;
  readonly #patience: LoadPatience;
  // Names the registry did not know a moment ago: guessing names must not become calls.
  readonly #unknown = new Map<string, number>();

  constructor(parts: {
    serving: ServingModels;
    loader: ChampionLoader;
    shelf: VersionShelf;
    clock: Clock;
    patience: LoadPatience;
  }) {
    this.#serving = parts.serving;
    this.#loader = parts.loader;
    this.#shelf = parts.shelf;
    this.#clock = parts.clock;
    this.#patience = parts.patience;
  }

  /** As `find`, of what is loaded already; `undefined` leaves it to `find` to load or refuse. */
  loaded(model: string, choice?: VersionChoice): LoadedModel | undefined {
    const loaded = this.#serving.get(model);
    if (loaded && (choice === undefined || isOf(loaded, choice))) return loaded;
    return choice && this.#shelf.find(model, choice);
  }

  /**
   * The version a request names, or the champion where it names none. What is not loaded yet is loaded now.
   * @param deadline when the client stops waiting, in milliseconds of `performance.now()`
   * @throws PlatformError `not_found` for a model without a champion, or a version that is not there; `unavailable`
   * while it cannot be loaded or when that takes too long; `deadline_exceeded`
   */
  find(model: string, choice?: VersionChoice, deadline?: number): Promise<LoadedModel> {
    const loaded = this.loaded(model, choice);
    if (loaded) return Promise.resolve(loaded);
    return this.#patience.wait(() => this.#load(model, choice), deadline);
  }

  async #load(model: string, choice?: VersionChoice): Promise<LoadedModel> {
    const loaded = await this.#findChampion(model);
    if (choice === undefined || isOf(loaded, choice)) return loaded;
    return this.#shelf.find(model, choice) ?? this.#loadVersion(model, choice);
  }

  async #loadVersion(model: string, choice: VersionChoice): Promise<LoadedModel> {
    const key = `${model} ${versionName(choice)}`;
    const absent = () =>
      new PlatformError('not_found', `${versionName(choice)} of ${model} is not there.`);
    if (this.#isUnknown(key)) throw absent();
    try {
      return await this.#shelf.load(model, choice);
    } catch (caught) {
      const error = PlatformError.from(caught);
      if (error.code !== 'not_found') throw notLoaded(model, caught);
      this.#remember(key);
      throw absent();
    }
  }

  async #findChampion(model: string): Promise<LoadedModel> {
    const loaded = this.#serving.get(model);
    if (loaded) return loaded;
    if (this.#serving.isWithdrawn(model)) throw notLoaded(model, undefined);
    if (!namePattern.test(model) || this.#isUnknown(model)) throw notServed(model);
    let found: LoadedModel;
    try {
      found = await this.#loader.load(model);
    } catch (caught) {
      const error = PlatformError.from(caught);
      if (error.code === 'not_found') {
        this.#remember(model);
        throw notServed(model);
      }
      throw notLoaded(model, caught);
    }
    if (this.#serving.isWithdrawn(model)) throw notLoaded(model, undefined);
    return found;
  }

  #isUnknown(model: string): boolean {
    const until = this.#unknown.get(model);
    return until !== undefined && until > this.#clock.now().getTime();
  }

  #remember(model: string): void {
    if (this.#unknown.size >= rememberedNames) this.#unknown.clear();
    this.#unknown.set(model, this.#clock.now().getTime() + rememberedMs);
  }
}

function isOf({ version }: LoadedModel, choice: VersionChoice): boolean {
  return choice.kind === 'version' ? choice.version === version : choice.alias === 'champion';
}

function versionName(choice: VersionChoice): string {
  return choice.kind === 'version'
    ? `Version ${choice.version}`
    : `The version called ${JSON.stringify(choice.alias.slice(0, 128))}`;
}

function notServed(model: string): PlatformError {
  const name = JSON.stringify(model.slice(0, 128));
  return new PlatformError('not_found', `No model named ${name} has a champion to serve.`);
}

function notLoaded(model: string, cause: unknown): PlatformError {
  const message = `The model ${JSON.stringify(model)} is not loaded at the moment; try again shortly.`;
  return new PlatformError('unavailable', message, { cause });
}
