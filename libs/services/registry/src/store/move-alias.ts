import { newEvent, type Outbox } from '@millrace/platform';
import type { RegistryDatabase } from './registry-tables.js';

export interface AliasMove {
  readonly id: string;
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  /** Who moved it: a principal's name, or the gates. */
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

/**
 * Points an alias at a version, writes down who did it and why, and says `model.promoted`, all in the caller's
 * transaction. The caller holds the model's row. Pointing it where it points already changes and says nothing.
 */
export async function moveAlias(
  transaction: RegistryDatabase,
  outbox: Outbox,
  { id, model, alias, version, actor, reason, at }: AliasMove,
): Promise<'moved' | 'unchanged'> {
  const present = await transaction
    .selectFrom('model_alias')
    .select('version')
    .where('model', '=', model)
    .where('alias', '=', alias)
    .executeTakeFirst();
  if (present?.version === version) return 'unchanged';
  await transaction
    .insertInto('model_alias')
    .values({ model, alias, version })
    .onConflict((conflict) => conflict.columns(['model', 'alias']).doUpdateSet({ version }))
    .execute();
  await transaction
    .insertInto('alias_change')
    .values({
      id,
      model,
      alias,
      version,
      previous_version: present?.version ?? null,
      actor,
      reason,
      changed_at: at,
    })
    .execute();
  await outbox.append(
    transaction,
    newEvent('model.promoted', model, {
      model,
      version,
      alias,
      ...(present && { previousVersion: present.version }),
      reason,
    }),
  );
  return 'moved';
}
