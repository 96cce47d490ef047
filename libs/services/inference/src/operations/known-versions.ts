import type { Client, ModelServiceDefinition } from '@millrace/contracts';
import { PlatformError, type GaugeMetric } from '@millrace/platform';
import type { Logger, ModelCache } from '@millrace/ports';
import type { VersionChoice } from '../domain/version-choice.js';
import { decodeKnownState, encodeKnownState, type KnownState } from '../store/known-state.js';
import type { TrafficRecord } from '../store/traffic-queries.js';
import type { ServedVersion } from '../store/version-queries.js';
import type { ModelFiles } from './model-files.js';

interface Context {
  readonly models: Client<typeof ModelServiceDefinition>;
  readonly logger: Logger;
  readonly files: ModelFiles;
}

/** Versions of one model that are remembered by their number, beside those of aliases. */
const numbered = 8;
const champion = 'alias champion';

/**
 * Which version a name means: as the registry says, and while it cannot be asked, as it said when that version was
 * loaded, by this process or the one before it on this host.
 */
export class KnownVersions {
  readonly #context: Context;
  readonly #cache: ModelCache;
  readonly #gauge: GaugeMetric;
  readonly #models = new Map<string, Map<string, ServedVersion>>();
  #traffic: readonly TrafficRecord[] = [];
  #registry: 'unasked' | 'answers' | 'away' = 'unasked';
  #changed = false;

  constructor(context: Context, { cache, gauge }: { cache: ModelCache; gauge: GaugeMetric }) {
    this.#context = context;
    this.#cache = cache;
    this.#gauge = gauge;
    gauge.set({}, 0);
  }

  /** Takes up what the process before remembered. */
  async recall(): Promise<KnownState> {
    const note = await this.#cache.readNote();
    const state = (note === undefined ? undefined : decodeKnownState(note)) ?? nothing;
    for (const { name, example, ...version } of state.versions) {
      if (example !== undefined) this.#context.files.recallExample(version.modelKey, example);
      if (!this.#models.get(version.model)?.has(name)) this.#set(name, version);
    }
    this.#traffic = state.traffic;
    this.#gauge.set({}, this.fromMemory ? this.#models.size : 0);
    return state;
  }

  /** The champions that are remembered. */
  champions(): ServedVersion[] {
    return [...this.#models.values()].flatMap((versions) => versions.get(champion) ?? []);
  }

  /** The champion as it was last loaded. */
  champion(model: string): ServedVersion | undefined {
    return this.#models.get(model)?.get(champion);
  }

  /** Whether names mean what they meant, because the registry has not been reached or is away. */
  get fromMemory(): boolean {
    return this.#registry !== 'answers' && this.#models.size > 0;
  }

  /** The registry has answered: from now on it is asked first. */
  registryAnswers(): void {
    this.#registry = 'answers';
    this.#gauge.set({}, 0);
  }

  /** The registry could not be asked: until it can, what is remembered goes before asking. */
  registryIsAway(): void {
    this.#registry = 'away';
    this.#gauge.set({}, this.fromMemory ? this.#models.size : 0);
  }

  /**
   * @throws PlatformError `not_found` for a version that is not there, `unavailable` for one that is not remembered while
   * the registry is away
   */
  async lookUp(model: string, choice: VersionChoice): Promise<ServedVersion> {
    const known = this.#models.get(model)?.get(nameOf(choice));
    if (known && this.#registry !== 'answers') return known;
    try {
      const found = await this.#ask(model, choice);
      this.registryAnswers();
      return found;
    } catch (caught) {
      if (!known || !PlatformError.from(caught).retriable) throw caught;
      this.registryIsAway();
      return known;
    }
  }

  async #ask(model: string, choice: VersionChoice): Promise<ServedVersion> {
    const { version: found } = await this.#context.models.getModelVersion({
      model,
      selector:
        choice.kind === 'version'
          ? { $case: 'version', value: choice.version }
          : { $case: 'alias', value: choice.alias },
    });
    if (!found) throw new PlatformError('not_found', `There is no such version of ${model}.`);
    const { version, sha256, modelKey, algorithm } = found;
    return { model, version, sha256, modelKey, algorithm };
  }

  /** A version has been loaded and tried: it is what the name means, if nobody can be asked. */
  remember(choice: VersionChoice, version: ServedVersion): void {
    const name = nameOf(choice);
    const known = this.#models.get(version.model)?.get(name);
    if (known?.version === version.version && known.sha256 === version.sha256) return;
    this.#set(name, version);
    this.#changed = true;
  }

  rememberTraffic(traffic: readonly TrafficRecord[]): void {
    if (JSON.stringify(traffic) === JSON.stringify(this.#traffic)) return;
    this.#traffic = traffic;
    this.#changed = true;
  }

  /** Writes down what has changed; where that fails, serving goes on and the next call tries again. */
  async save(): Promise<void> {
    if (!this.#changed) return;
    const text = encodeKnownState(this.#state());
    this.#changed = false;
    try {
      await this.#cache.writeNote(text);
    } catch (cause) {
      this.#changed = true;
      this.#context.logger.warn('What is served cannot be written down on this host.', { cause });
    }
  }

  #state(): KnownState {
    const versions = [...this.#models.values()].flatMap((names) =>
      [...names].map(([name, version]) => ({
        name,
        ...version,
        example: this.#context.files.exampleOf(version.modelKey),
      })),
    );
    return { versions, traffic: this.#traffic };
  }

  #set(name: string, version: ServedVersion): void {
    const names = this.#models.get(version.model) ?? new Map<string, ServedVersion>();
    names.delete(name);
    names.set(name, version);
    const numbers = [...names.keys()].filter((each) => each.startsWith('version '));
    for (const oldest of numbers.slice(0, -numbered)) names.delete(oldest);
    this.#models.set(version.model, names);
  }
}

const nothing: KnownState = { versions: [], traffic: [] };

function nameOf(choice: VersionChoice): string {
  return choice.kind === 'version' ? `version ${choice.version}` : `alias ${choice.alias}`;
}
