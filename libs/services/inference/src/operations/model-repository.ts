import { PlatformError } from '@millrace/platform';
import type { ChampionLoader } from './champion-loader.js';
import type { InferenceContext } from './context.js';

/** A model there is, and whether it answers here. */
export interface RepositoryEntry {
  readonly name: string;
  /** The version that answers, or would. */
  readonly version: number;
  readonly state: 'READY' | 'UNAVAILABLE';
  /** Why it does not answer. */
  readonly reason: string;
}

const pageSize = 200;

/** What the repository extension of the Open Inference Protocol asks for: the champions, in and out of service. */
export class ModelRepository {
  readonly #context: Pick<InferenceContext, 'models' | 'serving' | 'logger'>;
  readonly #loader: ChampionLoader;

  constructor(
    context: Pick<InferenceContext, 'models' | 'serving' | 'logger'>,
    loader: ChampionLoader,
  ) {
    this.#context = context;
    this.#loader = loader;
  }

  /** Every model that has a champion. While the registry is away, those that answer. */
  async index(): Promise<RepositoryEntry[]> {
    const { models, serving } = this.#context;
    const entries = new Map<string, RepositoryEntry>();
    try {
      let pageToken = '';
      do {
        const page = await models.listModels({ pageSize, pageToken });
        for (const { name, aliases } of page.models) {
          const version = aliases['champion'];
          if (version !== undefined) entries.set(name, this.#entryOf(name, version));
        }
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    } catch (caught) {
      if (!PlatformError.from(caught).retriable) throw caught;
    }
    for (const { model, version } of serving.list()) {
      if (!entries.has(model)) entries.set(model, this.#entryOf(model, version));
    }
    return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #entryOf(name: string, version: number): RepositoryEntry {
    const { serving } = this.#context;
    const loaded = serving.get(name);
    if (loaded) return { name, version: loaded.version, state: 'READY', reason: '' };
    const reason = serving.isWithdrawn(name) ? 'unloaded' : 'loaded when it is asked for';
    return { name, version, state: 'UNAVAILABLE', reason };
  }

  /**
   * Brings the champion of a model into service, whatever was said of it before.
   * @throws what `ChampionLoader.load` throws
   */
  async load(model: string): Promise<void> {
    this.#context.serving.admit(model);
    await this.#loader.loadPromoted(model);
  }

  /**
   * Takes a model out of service in this process: requests are told that it is away, and no promotion brings it back
   * before it is loaded again or the process starts anew.
   * @throws PlatformError `not_found` for a model that is not in service
   */
  unload(model: string): void {
    const { serving, logger } = this.#context;
    if (!serving.withdraw(model)) {
      const name = JSON.stringify(model.slice(0, 128));
      throw new PlatformError('not_found', `No model named ${name} is in service.`);
    }
    logger.info('A model was taken out of service.', { model });
  }
}
