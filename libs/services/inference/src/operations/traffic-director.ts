import { createRandom } from '@millrace/ml';
import type { Random } from '@millrace/ports';
import { routingPoint } from '../domain/traffic/routing-point.js';
import {
  champion,
  isShadowed,
  plainTraffic,
  targetAt,
  type TrafficPlan,
} from '../domain/traffic/traffic-plan.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { VersionChoice } from '../domain/version-choice.js';
import { readTraffic, unsetTraffic, type TrafficRecord } from '../store/traffic-queries.js';
import type { InferenceContext } from './context.js';
import type { ServingModels } from './serving-models.js';
import type { VersionShelf } from './version-shelf.js';

/** Says which version takes a request that names none, by the plans that were set. */
export class TrafficDirector {
  readonly #context: Pick<InferenceContext, 'db' | 'known' | 'logger'>;
  readonly #shelf: VersionShelf;
  readonly #chance: () => number;
  #traffic: ReadonlyMap<string, TrafficRecord> = new Map();

  constructor(
    context: Pick<InferenceContext, 'db' | 'known' | 'logger'>,
    { shelf, random }: { shelf: VersionShelf; random: Random },
  ) {
    this.#context = context;
    this.#shelf = shelf;
    this.#chance = createRandom(random.seed()).next;
  }

  trafficOf(model: string): TrafficRecord {
    return this.#traffic.get(model) ?? unsetTraffic(model);
  }

  /** Models whose traffic somebody has set. */
  list(): TrafficRecord[] {
    return [...this.#traffic.values()];
  }

  /**
   * The version for a request; `undefined` stands for the champion.
   * @param routingKey requests with the same key go to the same version, as long as the plan lasts
   */
  choose(model: string, routingKey?: string): VersionChoice | undefined {
    const { shares } = this.#planOf(model);
    if (shares.length === 0) return undefined;
    const point = routingKey === undefined ? this.#chance() : routingPoint(model, routingKey);
    const target = targetAt(this.#planOf(model), point);
    return target === champion ? undefined : target;
  }

  /** The version that is shown this request as well. */
  chooseShadow(model: string): VersionChoice | undefined {
    const plan = this.#planOf(model);
    if (!plan.shadow || !isShadowed(plan, this.#chance())) return undefined;
    return plan.shadow.to;
  }

  /** The loaded versions that plans name, and the champions of those models. */
  *held(serving: ServingModels): Iterable<LoadedModel> {
    for (const { model, plan } of this.#traffic.values()) {
      const targets = targetsOf(plan);
      if (targets.length === 0) continue;
      const versions = targets.map((choice) => this.#shelf.peek(model, choice));
      for (const loaded of [...versions, serving.get(model)]) if (loaded) yield loaded;
    }
  }

  /** Takes up what was set since. A plan counts from when every version that it names is loaded and has been tried. */
  async refresh(): Promise<void> {
    const { db, known } = this.#context;
    const records = await readTraffic(db);
    known.rememberTraffic(records);
    await this.restore(records);
  }

  /** Takes up plans as this host remembers them, before the database is asked. */
  async restore(records: readonly TrafficRecord[]): Promise<void> {
    const { logger } = this.#context;
    const next = new Map<string, TrafficRecord>();
    for (const record of records) {
      const { model, plan } = record;
      try {
        for (const choice of targetsOf(plan)) {
          if (!this.#shelf.find(model, choice)) await this.#shelf.load(model, choice);
        }
        next.set(model, record);
      } catch (cause) {
        const present = this.#traffic.get(model);
        if (present) next.set(model, present);
        logger.warn('A traffic plan waits for a version that cannot be loaded.', { model, cause });
      }
    }
    this.#traffic = next;
  }

  #planOf(model: string): TrafficPlan {
    return this.#traffic.get(model)?.plan ?? plainTraffic;
  }
}

/** The versions a plan names. */
export function targetsOf({ shares, shadow }: TrafficPlan): VersionChoice[] {
  return [...shares, ...(shadow ? [shadow] : [])].map(({ to }) => to);
}
