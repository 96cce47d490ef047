import type { Insertable, Kysely } from 'kysely';
import type { TrainerDatabase, TrainerTables } from './tables.js';

export type NewTrainingRequest = Insertable<TrainerTables['training_request']>;

export async function isRequestKnown(
  db: Kysely<TrainerDatabase>,
  requestId: string,
): Promise<boolean> {
  const known = await db
    .selectFrom('training_request')
    .select('request_id')
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  return known !== undefined;
}

export async function insertRequest(
  db: Kysely<TrainerDatabase>,
  request: NewTrainingRequest,
): Promise<void> {
  await db.insertInto('training_request').values(request).execute();
}
