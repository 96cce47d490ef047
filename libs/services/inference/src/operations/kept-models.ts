import type { ChampionLoader } from './champion-loader.js';
import type { InferenceContext } from './context.js';
import type { TrafficDirector } from './traffic-director.js';

/** What this host kept of the process before, taken up without anybody else's help. */
export class KeptModels {
  readonly #known: InferenceContext['known'];
  readonly #loader: ChampionLoader;
  readonly #director: TrafficDirector;
  #restoring: Promise<void> | undefined;
  #settle: () => void = () => undefined;

  /** Resolves when the champions that this host remembers are loaded, or have failed to. */
  readonly settled = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });

  constructor(
    { known }: Pick<InferenceContext, 'known'>,
    parts: { loader: ChampionLoader; director: TrafficDirector },
  ) {
    this.#known = known;
    this.#loader = parts.loader;
    this.#director = parts.director;
  }

  /** What names mean, and who is answered by which version: no request may be answered before that is known. */
  restore(): Promise<void> {
    this.#restoring ??= this.#known.recall().then(({ traffic }) => this.#director.restore(traffic));
    return this.#restoring;
  }

  /** Loads the champions; those of a host that remembers nothing as the database does. */
  async load(): Promise<void> {
    try {
      await this.restore();
      await this.#loader.restore();
    } finally {
      this.#settle();
    }
    await this.#loader.restoreAsNoted();
  }
}
