import { trafficApi, type TrafficBody } from '@millrace/api';
import { route, type Route } from '@millrace/platform';
import type { TrafficPlan, TrafficShare } from '../domain/traffic/traffic-plan.js';
import { versionChoiceOf, type VersionChoice } from '../domain/version-choice.js';
import type { InferenceContext } from '../operations/context.js';
import { setTraffic } from '../operations/set-traffic.js';
import type { Shadow, ShadowRecord } from '../operations/shadow.js';
import type { TrafficDirector } from '../operations/traffic-director.js';
import type { VersionShelf } from '../operations/version-shelf.js';
import { readRollbackPage, type TrafficRecord } from '../store/traffic-queries.js';

export interface TrafficParts {
  readonly director: TrafficDirector;
  readonly shelf: VersionShelf;
  readonly shadow: Shadow;
}

/** Who answers for a model, and which versions lost their place. */
export function trafficRoutes(context: InferenceContext, parts: TrafficParts): Route[] {
  const bodyOf = (record: TrafficRecord) =>
    trafficBody(record, parts.shadow.recordOf(record.model));
  return [
    route(trafficApi.getTraffic, ({ params }) =>
      Promise.resolve({ status: 200, json: bodyOf(parts.director.trafficOf(params.name)) }),
    ),
    route(trafficApi.setTraffic, async ({ params, body, principal }) => {
      const record = await setTraffic(context, parts, {
        model: params.name,
        plan: { shares: body.shares.map(shareOf), shadow: body.shadow && shareOf(body.shadow) },
        rollback: body.rollback ?? undefined,
        actor: principal.name,
      });
      return { status: 200, json: bodyOf(record) };
    }),
    route(trafficApi.listRollbacks, async ({ params, query }) => {
      const { items, ...next } = await readRollbackPage(context.db, params.name, query);
      return {
        status: 200,
        json: { items: items.map((item) => ({ ...item, at: item.at.toISOString() })), ...next },
      };
    }),
  ];
}

type ShareBody = TrafficBody['shares'][number];

function shareOf({ to, percent }: ShareBody): TrafficShare {
  return { to: versionChoiceOf(String(to)), percent };
}

function shareBody({ to, percent }: TrafficShare): ShareBody {
  return { to: nameOf(to), percent };
}

function nameOf(choice: VersionChoice): string | number {
  return choice.kind === 'version' ? choice.version : choice.alias;
}

function trafficBody(
  { model, plan, rollback, setBy, setAt }: TrafficRecord,
  shadow: ShadowRecord | undefined,
): TrafficBody {
  const { shares, shadow: shown }: TrafficPlan = plan;
  return {
    model,
    shares: shares.map(shareBody),
    ...(shown && { shadow: shareBody(shown) }),
    rollback: rollback ?? null,
    ...(setBy !== undefined && { setBy }),
    ...(setAt && { setAt: setAt.toISOString() }),
    ...(shadow && { comparison: comparisonBody(shadow) }),
  };
}

function comparisonBody({ version, task, rows, agreed, difference, failures }: ShadowRecord) {
  const mean =
    task === 'regression' ? { difference: difference / rows } : { agreement: agreed / rows };
  return { version, rows, failures, ...(rows > 0 && mean) };
}
