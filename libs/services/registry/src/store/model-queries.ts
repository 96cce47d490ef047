import type { Selectable } from 'kysely';
import { PlatformError, textKeys, type Page, type PageRequest } from '@millrace/platform';
import type { RegistryDatabase, RegistryTables } from './registry-tables.js';

export interface StoredModel {
  readonly name: string;
  readonly latestVersion: number;
  readonly aliases: Readonly<Record<string, number>>;
}

export type StoredModelVersion = Selectable<RegistryTables['model_version']> & {
  readonly aliases: readonly string[];
};

export type VersionSelector =
  | { readonly version: number }
  | { readonly alias: string }
  /** The run that made it. */
  | { readonly runId: string };

const unknownModel = (name: string) =>
  new PlatformError('not_found', `There is no model "${name}".`);

async function withAliases(
  db: RegistryDatabase,
  models: readonly Selectable<RegistryTables['model']>[],
): Promise<StoredModel[]> {
  if (models.length === 0) return [];
  const aliases = await db
    .selectFrom('model_alias')
    .selectAll()
    .where(
      'model',
      'in',
      models.map(({ name }) => name),
    )
    .orderBy('alias')
    .execute();
  return models.map(({ name, latest_version }) => ({
    name,
    latestVersion: latest_version,
    aliases: Object.fromEntries(
      aliases.filter(({ model }) => model === name).map(({ alias, version }) => [alias, version]),
    ),
  }));
}

/** @throws PlatformError `not_found` */
export async function readModel(db: RegistryDatabase, name: string): Promise<StoredModel> {
  const rows = await db.selectFrom('model').selectAll().where('name', '=', name).execute();
  const [model] = await withAliases(db, rows);
  if (!model) throw unknownModel(name);
  return model;
}

/** By name. */
export async function readModelPage(
  db: RegistryDatabase,
  request: PageRequest,
): Promise<Page<StoredModel>> {
  let query = db.selectFrom('model').selectAll();
  const after = textKeys.after(request);
  if (after !== undefined) query = query.where('name', '>', after);
  const rows = await query
    .orderBy('name')
    .limit(request.pageSize + 1)
    .execute();
  const page = textKeys.page(rows, request, ({ name }) => name);
  return { ...page, items: await withAliases(db, page.items) };
}

/** Newest first. */
export async function readVersions(
  db: RegistryDatabase,
  model: StoredModel,
): Promise<StoredModelVersion[]> {
  const rows = await db
    .selectFrom('model_version')
    .selectAll()
    .where('model', '=', model.name)
    .orderBy('version', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, aliases: aliasesOf(model, row.version) }));
}

/** @throws PlatformError `not_found` saying whether the model, the alias, the run or the version is missing */
export async function readVersion(
  db: RegistryDatabase,
  name: string,
  selector: VersionSelector,
): Promise<StoredModelVersion> {
  const model = await readModel(db, name);
  const named = db.selectFrom('model_version').selectAll().where('model', '=', name);
  if ('runId' in selector) {
    const row = await named.where('run_id', '=', selector.runId).executeTakeFirst();
    if (row) return { ...row, aliases: aliasesOf(model, row.version) };
    throw new PlatformError(
      'not_found',
      `The run "${selector.runId}" made no version of the model "${name}".`,
    );
  }
  const version = 'version' in selector ? selector.version : model.aliases[selector.alias];
  if (version === undefined) {
    const alias = 'alias' in selector ? selector.alias : '';
    throw new PlatformError('not_found', `The model "${name}" has no alias "${alias}".`);
  }
  const row = await named.where('version', '=', version).executeTakeFirst();
  if (!row) throw new PlatformError('not_found', `The model "${name}" has no version ${version}.`);
  return { ...row, aliases: aliasesOf(model, version) };
}

function aliasesOf(model: StoredModel, version: number): string[] {
  return Object.entries(model.aliases)
    .filter(([, target]) => target === version)
    .map(([alias]) => alias);
}
