import { PlatformError } from '@millrace/platform';
import { readModel, readVersion, type StoredModel } from '../store/model-queries.js';
import { moveAlias } from '../store/move-alias.js';
import type { RegistryContext } from './registry-context.js';

export interface AliasRequest {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  /** Name of the principal who asks. */
  readonly actor: string;
  /** Why, for people; that the actor said so when absent. */
  readonly reason?: string;
  /** Where the alias has to point for the move to happen. */
  readonly expectedVersion?: number;
}

/**
 * Points an alias at a version because someone says so, past the gates; who did it is kept.
 * @throws PlatformError `not_found`, `invalid_argument` for the reserved alias `latest`, `failed_precondition` when the
 * alias does not point where it was expected to
 */
export async function setAlias(
  { db, clock, ids, outbox }: RegistryContext,
  { model, alias, version, actor, reason, expectedVersion }: AliasRequest,
): Promise<StoredModel> {
  if (alias.toLowerCase() === 'latest') {
    throw new PlatformError(
      'invalid_argument',
      'The alias "latest" is reserved: it always means the newest version.',
      { faults: [{ field: 'alias', message: 'is reserved' }] },
    );
  }
  return db.transaction().execute(async (transaction) => {
    await transaction
      .selectFrom('model')
      .select('name')
      .where('name', '=', model)
      .forUpdate()
      .execute();
    await readVersion(transaction, model, { version });
    if (expectedVersion !== undefined) {
      const { aliases } = await readModel(transaction, model);
      requireVersion(aliases, alias, expectedVersion);
    }
    await moveAlias(transaction, outbox, {
      id: ids.next(),
      model,
      alias,
      version,
      actor,
      reason: reason ?? `Set by ${actor}.`,
      at: clock.now(),
    });
    return readModel(transaction, model);
  });
}

function requireVersion(
  aliases: Readonly<Record<string, number>>,
  alias: string,
  expected: number,
): void {
  const present = Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
  if (present === expected) return;
  throw new PlatformError(
    'failed_precondition',
    `The alias ${alias} points at ${present === undefined ? 'nothing' : `version ${present}`}, not at version ${expected} as expected.`,
  );
}
