import { newEvent, PlatformError } from '@millrace/platform';
import { listServing, recordRejection, recordServing } from '../store/version-queries.js';
import type { ServedVersion } from '../store/version-queries.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { InferenceContext } from './context.js';
import type { ModelMemory } from './model-memory.js';
import { prepareModel } from './prepare-model.js';
import type { VersionShelf } from './version-shelf.js';
import type { VersionWatch } from './version-watch.js';

/** How long a refused version is left alone, unless it is promoted anew. */
const refusalMs = 60_000;
const pageSize = 200;
const champion = 'champion';

type LoaderContext = Pick<
  InferenceContext,
  'db' | 'files' | 'known' | 'outbox' | 'clock' | 'logger' | 'models' | 'serving' | 'swaps'
>;

interface Turns {
  readonly running: Promise<LoadedModel>;
  next?: Promise<LoadedModel>;
}

/** Keeps the champion of every model loaded. */
export class ChampionLoader {
  readonly #context: LoaderContext;
  readonly #shelf: VersionShelf;
  readonly #watch: VersionWatch;
  readonly #memory: ModelMemory;
  readonly #turns = new Map<string, Turns>();
  readonly #refused = new Map<string, { readonly sha256: string; readonly until: number }>();
  readonly #recorded = new Map<string, number>();
  #registryReached = false;

  constructor(
    context: LoaderContext,
    parts: { shelf: VersionShelf; watch: VersionWatch; memory: ModelMemory },
  ) {
    this.#context = context;
    this.#shelf = parts.shelf;
    this.#watch = parts.watch;
    this.#memory = parts.memory;
  }

  /** Whether the registry has told its models once. */
  get registryReached(): boolean {
    return this.#registryReached;
  }

  /** Loads what answered before this process began as this host remembers it, as far as there is room. */
  async restore(): Promise<void> {
    const { known, logger, serving } = this.#context;
    for (const version of known.champions()) {
      if (serving.get(version.model)) continue;
      if (this.#memory.isFull) break;
      try {
        await this.load(version.model);
      } catch (cause) {
        // `refresh` tries again.
        logger.warn('A model could not be loaded again.', { ...version, cause });
      }
    }
  }

  /** As `restore`, on a host that remembers nothing: as the database does. */
  async restoreAsNoted(): Promise<void> {
    const { db, known, logger } = this.#context;
    if (known.champions().length > 0) return;
    const listed = await listServing(db).catch((cause: unknown) => {
      logger.warn('The database cannot be asked for what was served.', { cause });
      return [];
    });
    for (const version of listed) known.remember({ kind: 'alias', alias: champion }, version);
    await this.restore();
  }

  /**
   * Loads every champion that is not loaded yet. One that cannot be loaded does not keep the others waiting; one that
   * was let go of, or finds no room beside the others, waits until it is asked for.
   * @throws PlatformError `unavailable` while the registry is away; what is loaded goes on answering
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    const { models, known, serving, logger } = this.#context;
    let pageToken = '';
    let recording = true;
    do {
      const page = await models.listModels({ pageSize, pageToken }, signal && { signal });
      known.registryAnswers();
      for (const { name, aliases } of page.models) {
        await this.#shelf.follow(name, aliases);
        const version = aliases[champion];
        if (version === undefined || serving.isWithdrawn(name)) continue;
        if (serving.get(name)?.version === version && this.#recorded.get(name) === version)
          continue;
        if (serving.isLetGo(name) || (!serving.get(name) && this.#memory.isFull)) continue;
        await this.load(name).catch((cause: unknown) => {
          logger.warn('A champion could not be loaded.', { model: name, version, cause });
        });
        // While the database is away, one try a round is enough.
        recording &&= await this.#record(name);
      }
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && !signal?.aborted);
    this.#registryReached = true;
  }

  /**
   * Loads the champion of one model, unless it answers already. Calls for one model take turns; those that come while
   * one is under way share the next, which sees whatever they have heard of.
   * @returns the champion, which may have been withdrawn or let go of by the time that it is there
   * @throws PlatformError `not_found` without such a model or champion, `corrupt` for a version that was refused,
   * `unavailable` while the registry or the object store is away
   */
  load(model: string): Promise<LoadedModel> {
    const turns = this.#turns.get(model);
    if (turns)
      return (turns.next ??= turns.running.catch(() => undefined).then(() => this.#turn(model)));
    return this.#turn(model);
  }

  /**
   * As `load`, gives a version that was refused another chance, and tells of the loading. A withdrawn model stays as it
   * is.
   */
  async loadPromoted(model: string): Promise<void> {
    const { known, serving } = this.#context;
    if (serving.isWithdrawn(model)) return;
    this.#refused.delete(model);
    await this.load(model);
    await known.save();
    await this.#record(model);
  }

  #turn(model: string): Promise<LoadedModel> {
    const running = this.#loadChampion(model).finally(() => {
      const turns = this.#turns.get(model);
      if (turns?.running === running && !turns.next) this.#turns.delete(model);
    });
    this.#turns.set(model, { running });
    return running;
  }

  async #loadChampion(model: string): Promise<LoadedModel> {
    const { known, serving, clock } = this.#context;
    const wanted = await known.lookUp(model, { kind: 'alias', alias: champion });
    const { version, sha256 } = wanted;
    const present = serving.get(model);
    if (present?.version === version && present.sha256 === sha256) return present;
    const refused = this.#refused.get(model);
    if (refused?.sha256 === sha256 && refused.until > clock.now().getTime()) {
      throw new PlatformError('corrupt', `Version ${version} of ${model} has been refused.`);
    }
    let loaded: LoadedModel;
    try {
      loaded = await this.#swapIn(wanted);
    } catch (caught) {
      const error = PlatformError.from(caught);
      if (!error.retriable) await this.#reject(wanted, error);
      throw error;
    }
    return loaded;
  }

  async #swapIn(version: ServedVersion): Promise<LoadedModel> {
    const { files, known, clock, serving, swaps, logger } = this.#context;
    const kept = this.#shelf.find(version.model, { kind: 'version', version: version.version });
    const loaded =
      kept?.sha256 === version.sha256 ? kept : await prepareModel(files, version, clock.now());
    const before = serving.get(version.model);
    serving.swapIn(loaded);
    known.remember({ kind: 'alias', alias: champion }, version);
    if (before && before.version !== loaded.version) {
      // Whoever goes back to it, by hand or because its successor does worse, finds it loaded.
      this.#shelf.keep(before);
      this.#watch.promoted({ loaded, before });
    }
    this.#memory.fit(loaded);
    swaps.add({ model: version.model, version: String(version.version) });
    logger.info('A model version answers now.', { model: version.model, version: version.version });
    return loaded;
  }

  /**
   * Notes in the database what answers for a model, and tells that it was loaded. An answer does not wait for it: while
   * the database is away, `refresh` comes back to it.
   * @returns whether it is noted
   */
  async #record(model: string): Promise<boolean> {
    const { db, known, outbox, clock, serving, logger } = this.#context;
    const version = known.champion(model);
    if (!version || serving.get(model)?.version !== version.version) return true;
    if (this.#recorded.get(model) === version.version) return true;
    try {
      await db.transaction().execute(async (transaction) => {
        const first = await recordServing(transaction, version, clock.now());
        if (!first) return;
        const data = { model, version: version.version };
        await outbox.append(transaction, newEvent('model.loaded', model, data));
      });
    } catch (cause) {
      logger.warn('What answers cannot be noted in the database yet.', { model, cause });
      return false;
    }
    this.#recorded.set(model, version.version);
    return true;
  }

  async #reject(version: ServedVersion, error: PlatformError): Promise<void> {
    const { db, outbox, clock, logger } = this.#context;
    const { model, sha256 } = version;
    this.#refused.set(model, { sha256, until: clock.now().getTime() + refusalMs });
    logger.error('A model version was refused; its predecessor goes on answering.', {
      model,
      version: version.version,
      cause: error.cause ?? error,
    });
    const reason = error.code === 'internal' ? 'The model file cannot be read.' : error.message;
    const rejected = { model, version: version.version, sha256, reason };
    const noted = db.transaction().execute(async (transaction) => {
      if (!(await recordRejection(transaction, rejected, clock.now()))) return;
      const data = { model, version: version.version, reason };
      await outbox.append(transaction, newEvent('model.rejected', model, data));
    });
    await noted.catch((cause: unknown) => {
      logger.warn('A refusal cannot be noted in the database yet.', { model, cause });
    });
  }
}
