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
}

/**
 * Points an alias at a version because a person says so, past the gates; who did it is kept.
 * @throws PlatformError `not_found`, `invalid_argument` for the reserved alias `latest`
 */
export async function setAlias(
  { db, clock, ids, outbox }: RegistryContext,
  { model, alias, version, actor }: AliasRequest,
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
    await moveAlias(transaction, outbox, {
      id: ids.next(),
      model,
      alias,
      version,
      actor,
      reason: `Set by ${actor}.`,
      at: clock.now(),
    });
    return readModel(transaction, model);
  });
}
