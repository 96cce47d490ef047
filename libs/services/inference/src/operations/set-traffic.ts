import { PlatformError } from '@millrace/platform';
import type { RollbackLimits } from '../domain/traffic/judge-version.js';
import { planFault, type TrafficPlan } from '../domain/traffic/traffic-plan.js';
import { writeTraffic, type TrafficRecord } from '../store/traffic-queries.js';
import type { InferenceContext } from './context.js';
import { targetsOf, type TrafficDirector } from './traffic-director.js';
import type { VersionShelf } from './version-shelf.js';

/**
 * Sets who answers for a model. Every version that the plan names is loaded and tried first, so that no request meets
 * one that cannot answer.
 * @throws PlatformError `invalid_argument` for a plan that does not add up, `not_found` for a version that is not there,
 * `corrupt` for one that cannot answer, `unavailable` while it cannot be loaded
 */
export async function setTraffic(
  { db, clock }: Pick<InferenceContext, 'db' | 'clock'>,
  { shelf, director }: { shelf: VersionShelf; director: TrafficDirector },
  wanted: {
    readonly model: string;
    readonly plan: TrafficPlan;
    readonly rollback: RollbackLimits | undefined;
    readonly actor: string;
  },
): Promise<TrafficRecord> {
  const { model, plan, rollback, actor } = wanted;
  const fault = planFault(plan);
  if (fault !== undefined) {
    throw new PlatformError('invalid_argument', fault, {
      faults: [{ field: 'shares', message: fault }],
    });
  }
  for (const choice of targetsOf(plan)) await shelf.load(model, choice);
  await writeTraffic(db, { model, plan, rollback, setBy: actor, setAt: clock.now() });
  await director.refresh();
  return director.trafficOf(model);
}
