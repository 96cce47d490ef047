import type { GaugeMetric } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { VersionChoice } from '../domain/version-choice.js';
import type { InferenceContext } from './context.js';
import type { ModelMemory } from './model-memory.js';
import { prepareModel } from './prepare-model.js';

type Context = Pick<InferenceContext, 'files' | 'known' | 'clock' | 'logger'>;

/** Versions that are kept loaded beside the champions; past them the one that nobody has asked for longest goes. */
const shelved = 32;

/**
 * Versions that answer beside the champions: those that a request or a traffic plan has named. An alias means what the
 * registry said it means when it was last asked.
 */
export class VersionShelf {
  readonly #context: Context;
  readonly #count: GaugeMetric;
  readonly #memory: ModelMemory;
  // The order of insertion is that of the last use.
  readonly #versions = new Map<string, LoadedModel>();
  readonly #aliases = new Map<string, ReadonlyMap<string, number>>();
  readonly #loading = new Map<string, Promise<LoadedModel>>();

  constructor(context: Context, memory: ModelMemory, count: GaugeMetric) {
    this.#context = context;
    this.#memory = memory;
    this.#count = count;
    count.set({}, 0);
  }

  /**
   * Follows the aliases that were asked for to where the registry says they point now. An alias moves once the version
   * it is to mean has been loaded and tried; until then, and where that fails, it means what it meant.
   */
  async follow(model: string, aliases: Readonly<Record<string, number>>): Promise<void> {
    for (const [alias, version] of this.#aliases.get(model) ?? []) {
      const wanted = Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
      if (wanted === undefined || wanted === version) continue;
      await this.load(model, { kind: 'alias', alias }).catch((cause: unknown) => {
        const { logger } = this.#context;
        logger.warn('An alias stays where it is.', { model, alias, version, wanted, cause });
      });
    }
  }

  /** The version that is meant, when it is loaded here. */
  find(model: string, choice: VersionChoice): LoadedModel | undefined {
    const key = this.#keyOf(model, choice);
    const loaded = this.#versions.get(key);
    if (loaded) {
      this.#versions.delete(key);
      this.#versions.set(key, loaded);
    }
    return loaded;
  }

  /** As `find`, without a use being made of it. */
  peek(model: string, choice: VersionChoice): LoadedModel | undefined {
    return this.#versions.get(this.#keyOf(model, choice));
  }

  #keyOf(model: string, choice: VersionChoice): string {
    const version =
      choice.kind === 'version' ? choice.version : this.#aliases.get(model)?.get(choice.alias);
    return `${model}/${version ?? ''}`;
  }

  list(): LoadedModel[] {
    return [...this.#versions.values()];
  }

  /** Keeps a version no longer that nobody asks for. */
  letGo(loaded: LoadedModel): void {
    const key = `${loaded.model}/${loaded.version}`;
    if (this.#versions.get(key) !== loaded) return;
    this.#versions.delete(key);
    this.#count.set({}, this.#versions.size);
  }

  /**
   * Loads a version, tries it on its example, and keeps it.
   * @throws PlatformError `not_found` for a version or alias that is not there, `corrupt` for one that cannot answer,
   * `unavailable` while the registry or the object store is away
   */
  load(model: string, choice: VersionChoice): Promise<LoadedModel> {
    const key = `${model}/${choice.kind} ${choice.kind === 'version' ? choice.version : choice.alias}`;
    const loading = this.#loading.get(key);
    if (loading) return loading;
    const fresh = this.#load(model, choice).finally(() => this.#loading.delete(key));
    this.#loading.set(key, fresh);
    return fresh;
  }

  async #load(model: string, choice: VersionChoice): Promise<LoadedModel> {
    const { files, known, clock, logger } = this.#context;
    const wanted = await known.lookUp(model, choice);
    const { version, sha256 } = wanted;
    let loaded = this.find(model, { kind: 'version', version });
    if (loaded?.sha256 !== sha256) {
      loaded = await prepareModel(files, wanted, clock.now());
      this.keep(loaded);
      this.#memory.fit(loaded);
      logger.info('A model version is loaded beside its champion.', { model, version });
    }
    known.remember(choice, wanted);
    if (choice.kind === 'alias') {
      const aliases = this.#aliases.get(model) ?? new Map<string, number>();
      this.#aliases.set(model, new Map([...aliases, [choice.alias, version]]));
    }
    return loaded;
  }

  /** Keeps a version that is loaded already: a champion that has lost its place may be asked for again. */
  keep(loaded: LoadedModel): void {
    this.#versions.set(`${loaded.model}/${loaded.version}`, loaded);
    for (const key of this.#versions.keys()) {
      if (this.#versions.size <= shelved) break;
      this.#versions.delete(key);
    }
    this.#count.set({}, this.#versions.size);
  }
}
