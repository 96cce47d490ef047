import type { Selectable } from 'kysely';
import { PlatformError, timeKeys, type Page, type PageRequest } from '@millrace/platform';
import type { RegistryDatabase, RegistryTables } from './registry-tables.js';

export interface StoredArtifact {
  readonly path: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256?: string;
}

export type StoredRun = Selectable<RegistryTables['run']> & {
  readonly artifacts: readonly StoredArtifact[];
};

export interface StoredExperiment {
  readonly name: string;
  readonly runs: number;
  readonly updated_at: Date;
}

async function withArtifacts(
  db: RegistryDatabase,
  rows: readonly Selectable<RegistryTables['run']>[],
): Promise<StoredRun[]> {
  if (rows.length === 0) return [];
  const byRun = await artifactsOf(
    db,
    rows.map(({ run_id }) => run_id),
  );
  return rows.map((row) => ({ ...row, artifacts: byRun.get(row.run_id) ?? [] }));
}

/** What these runs have left, by path. */
async function artifactsOf(
  db: RegistryDatabase,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredArtifact[]>> {
  const rows = await db
    .selectFrom('run_artifact')
    .selectAll()
    .where('run_id', 'in', runIds)
    .orderBy('path')
    .execute();
  const byRun = new Map<string, StoredArtifact[]>(runIds.map((id) => [id, []]));
  for (const { run_id, path, key, size, sha256 } of rows) {
    byRun.get(run_id)?.push({ path, key, size: Number(size), ...(sha256 !== null && { sha256 }) });
  }
  return byRun;
}

/** What a run has left, by path; nothing where there is no such run. */
export async function readArtifacts(
  db: RegistryDatabase,
  runId: string,
): Promise<readonly StoredArtifact[]> {
  return (await artifactsOf(db, [runId])).get(runId) ?? [];
}

/** The runs of these ids, in their order. @throws PlatformError `not_found` naming the first unknown id */
export async function readRuns(db: RegistryDatabase, ids: readonly string[]): Promise<StoredRun[]> {
  const rows = await db.selectFrom('run').selectAll().where('run_id', 'in', ids).execute();
  const byId = new Map((await withArtifacts(db, rows)).map((run) => [run.run_id, run]));
  return ids.map((id) => {
    const run = byId.get(id);
    if (!run) throw new PlatformError('not_found', `There is no run "${id}".`);
    return run;
  });
}

/** @throws PlatformError `not_found` */
export async function readRun(db: RegistryDatabase, id: string): Promise<StoredRun> {
  const [run] = await readRuns(db, [id]);
  if (!run) throw new PlatformError('not_found', `There is no run "${id}".`);
  return run;
}

/** Newest first. @throws PlatformError `not_found` when there is no such experiment */
export async function readRunPage(
  db: RegistryDatabase,
  experiment: string,
  { parentRunId, ...request }: PageRequest & { parentRunId?: string | undefined },
): Promise<Page<StoredRun>> {
  const known = await db
    .selectFrom('experiment')
    .select('name')
    .where('name', '=', experiment)
    .executeTakeFirst();
  if (!known) throw new PlatformError('not_found', `There is no experiment "${experiment}".`);
  let query = db.selectFrom('run').selectAll().where('experiment', '=', experiment);
  if (parentRunId !== undefined) query = query.where('parent_run_id', '=', parentRunId);
  const after = timeKeys.after(request);
  if (after) {
    const { at, id } = after;
    query = query.where(({ eb, or, and }) =>
      or([eb('started_at', '<', at), and([eb('started_at', '=', at), eb('run_id', '<', id)])]),
    );
  }
  const rows = await query
    .orderBy('started_at', 'desc')
    .orderBy('run_id', 'desc')
    .limit(request.pageSize + 1)
    .execute();
  const page = timeKeys.page(rows, request, ({ started_at, run_id }) => ({
    at: started_at,
    id: run_id,
  }));
  return { ...page, items: await withArtifacts(db, page.items) };
}

/** The last changed first. */
export async function readExperimentPage(
  db: RegistryDatabase,
  request: PageRequest,
): Promise<Page<StoredExperiment>> {
  let query = db
    .selectFrom('experiment')
    .select(['name', 'updated_at'])
    .select((eb) =>
      eb
        .selectFrom('run')
        .select(({ fn }) => fn.countAll<number | string | bigint>().as('count'))
        .whereRef('run.experiment', '=', 'experiment.name')
        .as('runs'),
    );
  const after = timeKeys.after(request);
  if (after) {
    const { at, id } = after;
    query = query.where(({ eb, or, and }) =>
      or([eb('updated_at', '<', at), and([eb('updated_at', '=', at), eb('name', '<', id)])]),
    );
  }
  const rows = await query
    .orderBy('updated_at', 'desc')
    .orderBy('name', 'desc')
    .limit(request.pageSize + 1)
    .execute();
  return timeKeys.page(
    rows.map(({ name, updated_at, runs }) => ({ name, updated_at, runs: Number(runs) })),
    request,
    ({ updated_at, name }) => ({ at: updated_at, id: name }),
  );
}
