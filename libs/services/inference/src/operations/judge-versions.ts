import type { InferenceContext } from './context.js';
import type { ChampionLoader } from './champion-loader.js';
import { finishRollbacks, rollBackChampion, rollBackShare } from './roll-back.js';
import type { TrafficDirector } from './traffic-director.js';
import type { VersionShelf } from './version-shelf.js';
import type { VersionWatch } from './version-watch.js';

type Context = Pick<
  InferenceContext,
  'db' | 'outbox' | 'clock' | 'ids' | 'models' | 'logger' | 'serving'
>;

export interface Judges {
  readonly watch: VersionWatch;
  readonly director: TrafficDirector;
  readonly shelf: VersionShelf;
  readonly loader: ChampionLoader;
}

/**
 * Looks at every version on trial once, and takes back those that do worse than the ones before them. What was begun and
 * not finished, by this process or one before it, is finished first.
 */
export async function judgeVersions(context: Context, judges: Judges): Promise<void> {
  for (const model of await finishRollbacks(context)) await judges.loader.loadPromoted(model);
  await judgeChampions(context, judges);
  await judgeShares(context, judges);
}

async function judgeChampions(
  context: Context,
  { watch, director, loader }: Judges,
): Promise<void> {
  for (const trial of watch.trials()) {
    const { model } = trial.loaded;
    const limits = director.trafficOf(model).rollback;
    if (!limits) continue;
    const breaches = watch.judge(trial, limits);
    if (breaches.length === 0) continue;
    if (await rollBackChampion(context, trial, breaches)) await loader.loadPromoted(model);
    watch.endTrial(model);
  }
}

async function judgeShares(context: Context, { watch, director, shelf }: Judges): Promise<void> {
  for (const { model, plan, rollback } of director.list()) {
    const before = context.serving.get(model);
    if (!rollback || !before) continue;
    for (const { to } of plan.shares) {
      const loaded = shelf.find(model, to);
      if (!loaded) continue;
      const breaches = watch.judge({ loaded, before }, rollback);
      if (breaches.length === 0) continue;
      if (await rollBackShare(context, { loaded, before }, breaches, to)) {
        await director.refresh();
      }
    }
  }
}
