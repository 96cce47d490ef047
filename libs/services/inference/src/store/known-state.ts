import { z } from 'zod';
import type { TrafficRecord } from './traffic-queries.js';
import type { ServedVersion } from './version-queries.js';

/** A version that was loaded under a name: `alias champion`, `version 3`. */
export interface KnownVersion extends ServedVersion {
  readonly name: string;
  /** The digest of its example, or `none`; absent when that is not known. */
  readonly example?: string | undefined;
}

/** What a process needs to serve as the one before it did, with nobody to ask. */
export interface KnownState {
  readonly versions: readonly KnownVersion[];
  readonly traffic: readonly TrafficRecord[];
}

const form = 1;
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const choice = z.union([
  z.object({ kind: z.literal('version'), version: z.int().positive() }),
  z.object({ kind: z.literal('alias'), alias: z.string() }),
]);
const share = z.object({ to: choice, percent: z.number().positive().max(100) });
const stateSchema = z.object({
  form: z.literal(form),
  versions: z.array(
    z.object({
      name: z.string(),
      model: z.string(),
      version: z.int().positive(),
      sha256: digest,
      modelKey: z.string(),
      algorithm: z.string(),
      example: z.union([digest, z.literal('none')]).optional(),
    }),
  ),
  traffic: z.array(
    z.object({
      model: z.string(),
      plan: z.object({
        shares: z.array(share),
        shadow: share.optional(),
      }),
      rollback: z
        .object({
          requests: z.number(),
          failureShare: z.number(),
          latencyRatio: z.number(),
          answersPValue: z.number(),
        })
        .optional(),
      setBy: z.string().optional(),
      setAt: z.coerce.date().optional(),
    }),
  ),
});

export function encodeKnownState(state: KnownState): string {
  return JSON.stringify({ form, ...state });
}

/** `undefined` for what is no state, or one of another form: a process does without. */
export function decodeKnownState(text: string): KnownState | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = stateSchema.safeParse(json);
  if (!read.success) return undefined;
  const { versions, traffic } = read.data;
  return {
    versions,
    traffic: traffic.map(({ model, plan, rollback, setBy, setAt }) => ({
      model,
      plan: { shares: plan.shares, shadow: plan.shadow },
      rollback,
      setBy,
      setAt,
    })),
  };
}
