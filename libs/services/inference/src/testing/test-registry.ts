import { createHash } from 'node:crypto';
import { inProcessClient, ModelServiceDefinition, type ModelVersion } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import type { ObjectStore } from '@millrace/ports';
import { encodeModel, type ModelState } from '@millrace/ml';

/** A registry in memory: model files in the object store, and which of them is champion. */
export class TestRegistry {
  readonly #objects: ObjectStore;
  readonly #versions: ModelVersion[] = [];
  readonly #champions = new Map<string, number>();
  /** `model alias` to version; those of champions apart. */
  readonly #aliases = new Map<string, number>();
  /** While true every call fails as it does when the registry cannot be reached. */
  away = false;
  /** Calls for one version. */
  lookups = 0;
  #held: Promise<void> | undefined;

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  readonly client = inProcessClient(ModelServiceDefinition, {
    registerModelVersion: () =>
      Promise.reject(new PlatformError('unimplemented', 'Nobody registers here.')),
    getModelVersion: async ({ model, selector }) => {
      this.lookups++;
      await this.#reached();
      const number =
        selector?.$case === 'version'
          ? selector.value
          : this.#aliasesOf(model)[selector?.value ?? ''];
      const version = this.#versions.find(
        (each) => each.model === model && each.version === number,
      );
      if (!version) throw new PlatformError('not_found', 'There is no such version.');
      return { version };
    },
    listModels: async () => {
      await this.#reached();
      const models = [...this.#champions].map(([name, champion]) => ({
        name,
        latestVersion: champion,
        aliases: this.#aliasesOf(name),
      }));
      return { models, nextPageToken: '' };
    },
    moveAlias: async ({ model, version, expectedVersion }) => {
      await this.#reached();
      if (this.#champions.get(model) !== expectedVersion) {
        throw new PlatformError('failed_precondition', 'The alias points elsewhere by now.');
      }
      this.promote(model, version);
      return { model: { name: model, latestVersion: version, aliases: { champion: version } } };
    },
  });

  /** Stores a model file as the next version. */
  async add(model: string, bytes: Uint8Array): Promise<number> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const modelKey = `models/${sha256}/model.millrace`;
    await this.#objects.put(modelKey, bytes);
    const version = this.#versions.filter((each) => each.model === model).length + 1;
    this.#versions.push({
      model,
      version,
      runId: `run-${version}`,
      algorithm: 'baseline',
      modelKey,
      sha256,
      size: bytes.length,
      signatureJson: '{}',
      lineage: undefined,
      metric: 'f1',
      holdoutMetrics: {},
      aliases: [],
      createdAt: undefined,
    });
    return version;
  }

  /** Makes a version the champion; says nothing of it. */
  promote(model: string, version: number): void {
    this.#champions.set(model, version);
  }

  /** Points an alias but champion at a version. */
  point(model: string, alias: string, version: number): void {
    this.#aliases.set(`${model} ${alias}`, version);
  }

  #aliasesOf(model: string): Record<string, number> {
    const champion = this.#champions.get(model);
    const others = [...this.#aliases].flatMap(([key, version]) =>
      key.startsWith(`${model} `) ? [[key.slice(model.length + 1), version] as const] : [],
    );
    return { ...Object.fromEntries(others), ...(champion !== undefined && { champion }) };
  }

  keyOf(model: string, version: number): string {
    return (
      this.#versions.find((each) => each.model === model && each.version === version)?.modelKey ??
      ''
    );
  }

  /** Keeps every call waiting until the function is called that this returns. */
  holdAnswers(): () => void {
    let release: () => void = () => undefined;
    this.#held = new Promise((resolve) => (release = resolve));
    return release;
  }

  async #reached(): Promise<void> {
    await this.#held;
    return this.away
      ? Promise.reject(new PlatformError('unavailable', 'The registry cannot be reached.'))
      : Promise.resolve();
  }
}

/**
 * A model that answers every row with `answer` (`low` or `high`): inputs `size` (number), `count` (integer), `colour`
 * (string) and `new` (boolean).
 */
export function modelThatAnswers(answer: 'low' | 'high'): Uint8Array {
  const high = answer === 'high' ? 0.9 : 0.1;
  return model({
    task: 'binary',
    classes: ['high', 'low'],
    scorer: { kind: 'prior', prior: Float64Array.of(high, 1 - high) },
  });
}

/** A model of the same inputs that answers every row with this number. */
export function modelOfQuantity(value: number): Uint8Array {
  const scorer = { kind: 'prior', prior: Float64Array.of(value) } as const;
  return model({ task: 'regression', classes: [], scorer });
}

function model(about: Pick<ModelState, 'task' | 'classes' | 'scorer'>): Uint8Array {
  return encodeModel({
    ...about,
    algorithm: 'baseline',
    target: 'price',
    features: [
      { kind: 'numeric', name: 'size', type: 'number', missing: false },
      { kind: 'numeric', name: 'count', type: 'integer', missing: false },
      {
        kind: 'categorical',
        name: 'colour',
        type: 'string',
        missing: false,
        categories: ['red', 'blue'],
      },
      {
        kind: 'categorical',
        name: 'new',
        type: 'boolean',
        missing: false,
        categories: ['true', 'false'],
      },
    ],
  });
}

/** A regression of numbers alone: `a + 10 b + 100 c`, where a missing value adds 1,000. */
export function modelThatSums(): Uint8Array {
  return encodeModel({
    algorithm: 'ridge-regression',
    task: 'regression',
    classes: [],
    target: 'sum',
    features: [
      { kind: 'numeric', name: 'a', type: 'number', missing: true },
      { kind: 'numeric', name: 'b', type: 'number', missing: true },
      { kind: 'numeric', name: 'c', type: 'integer', missing: true },
    ],
    scorer: {
      kind: 'linear',
      link: 'identity',
      intercepts: Float64Array.of(0),
      weights: Float64Array.of(1, 1000, 10, 1000, 100, 1000),
      means: Float64Array.of(0, 0, 0),
    },
  });
}

/** A row that `modelThatAnswers` takes. */
export const row = { size: 1.5, count: 2, colour: 'red', new: true };
