import { createHash } from 'node:crypto';
import { newEvent, PlatformError, type Fault } from '@millrace/platform';
import { columnNameFaults } from '../domain/column-names.js';
import type { DatasetVersionRecord } from '../domain/dataset-version.js';
import { dataKeyOf, frameKeyOf, rejectedKeyOf } from '../domain/keys.js';
import { checkTarget, targetOf } from '../domain/target.js';
import { insertRejection, insertVersion, lockDataset, setTarget } from '../store/register-row.js';
import { findVersionOf } from '../store/version-queries.js';
import type { IngestionDb } from '../store/tables.js';
import type { IngestionContext } from './context.js';
import { inflateUpload } from './inflate-upload.js';
import { readTable, type TableContent } from './read-table.js';
import { UploadTee, type ContentDigest } from './upload-tee.js';

export interface Upload {
  readonly dataset: string;
  /** The column to learn; the dataset's present one when absent. */
  readonly target: string | undefined;
  /** A CSV file, plain or gzip. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface UploadResult {
  readonly outcome: 'created' | 'known';
  readonly version: DatasetVersionRecord;
}

/**
 * Makes an uploaded CSV file the next version of its dataset. The version's bytes are those of the CSV file: of a gzip
 * body, the inflated ones. Bytes that are a version already stay that version; one without a target takes on a target
 * named now, one that has a target keeps it. A file that fails validation is kept aside, never versioned.
 * @throws PlatformError `invalid_argument` with a fault a line, or for a target that is no column;
 * `payload_too_large` past the limits
 */
export async function uploadVersion(
  context: IngestionContext,
  upload: Upload,
): Promise<UploadResult> {
  const staged = await context.objects.stage();
  const tee = new UploadTee(inflateUpload(upload.body, context.limits), staged);
  try {
    const read = await readTable(tee.chunks());
    if (tee.failure) throw tee.failure.cause;
    const digest = await tee.finish();
    const faults = 'faults' in read ? read.faults : columnNameFaults(read.table.columns);
    if ('faults' in read || faults.length > 0) {
      await staged.commitIfAbsent(rejectedKeyOf(upload.dataset, digest.sha256));
      await recordRejection(context, upload.dataset, digest.sha256, faults);
      throw new PlatformError('invalid_argument', summaryOf(faults), { faults });
    }
    checkTarget(upload.target, read.table.columns);
    const known = await findVersionOf(context.db, upload.dataset, { sha256: digest.sha256 });
    if (known) return await adoptTarget(context, known, upload.target);
    await refuseCollision(context, upload.dataset, digest);
    const keys = await storeContent(context, upload.dataset, digest, staged, read.table);
    return await register(context, upload, digest, keys, read.table);
  } finally {
    await tee.close();
    await staged.discard();
  }
}

function summaryOf(faults: readonly Fault[]): string {
  const [first] = faults;
  const where = first?.line === undefined ? '' : `line ${first.line}: `;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return `The file is not a table that can be learned from: ${where}${first?.message ?? ''}${more}`;
}

async function recordRejection(
  { db, outbox, clock }: IngestionContext,
  dataset: string,
  sha256: string,
  faults: readonly Fault[],
): Promise<void> {
  const reasons = faults
    .slice(0, 20)
    .map(({ line, message }) => (line === undefined ? message : `line ${line}: ${message}`));
  await db.transaction().execute(async (transaction) => {
    const rejection = { dataset, sha256, rejectedAt: clock.now() };
    if (!(await insertRejection(transaction, rejection))) return;
    const event = newEvent('dataset.rejected', dataset, { dataset, sha256, reasons });
    await outbox.append(transaction, event);
  });
}

/** Content lies under its md5, which can be made to collide: other bytes must never take a version's place. */
async function refuseCollision(
  { db }: IngestionContext,
  dataset: string,
  { md5 }: ContentDigest,
): Promise<void> {
  const other = await findVersionOf(db, dataset, { md5 });
  if (!other) return;
  throw new PlatformError(
    'failed_precondition',
    `Version ${other.version} holds other bytes with the same MD5 digest.`,
  );
}

interface ContentKeys {
  readonly dataKey: string;
  readonly frameKey: string;
}

/** The bytes come first: a row never points at what is not there. */
async function storeContent(
  { objects }: IngestionContext,
  dataset: string,
  digest: ContentDigest,
  staged: { commitIfAbsent(key: string): Promise<unknown> },
  table: TableContent,
): Promise<ContentKeys> {
  const dataKey = dataKeyOf(dataset, digest.md5);
  const frameKey = frameKeyOf(createHash('sha256').update(table.encoded).digest('hex'));
  await staged.commitIfAbsent(dataKey);
  if (!(await objects.head(frameKey))) await objects.put(frameKey, table.encoded);
  return { dataKey, frameKey };
}

async function register(
  { db, outbox, clock }: IngestionContext,
  upload: Upload,
  digest: ContentDigest,
  keys: ContentKeys,
  table: TableContent,
): Promise<UploadResult> {
  return db.transaction().execute(async (transaction) => {
    const now = clock.now();
    const dataset = await lockDataset(transaction, upload.dataset, now);
    const known = await findVersionOf(transaction, upload.dataset, { sha256: digest.sha256 });
    if (known) return adoptTargetIn(transaction, outbox, known, upload.target);
    const version: DatasetVersionRecord = {
      dataset: upload.dataset,
      version: dataset.latestVersion + 1,
      md5: digest.md5,
      sha256: digest.sha256,
      bytes: digest.size,
      rows: table.rows,
      columns: table.columns,
      target: targetOf(upload.target, dataset.target, table.columns),
      ...keys,
      createdAt: now,
    };
    await insertVersion(transaction, version, table.profile);
    await appendUpdated(transaction, outbox, version);
    return { outcome: 'created' as const, version };
  });
}

async function adoptTarget(
  { db, outbox }: IngestionContext,
  known: DatasetVersionRecord,
  target: string | undefined,
): Promise<UploadResult> {
  return db
    .transaction()
    .execute((transaction) => adoptTargetIn(transaction, outbox, known, target));
}

async function adoptTargetIn(
  transaction: IngestionDb,
  outbox: IngestionContext['outbox'],
  known: DatasetVersionRecord,
  target: string | undefined,
): Promise<UploadResult> {
  const adopts = known.target === undefined && target !== undefined;
  if (!adopts || !(await setTarget(transaction, known, target))) {
    return { outcome: 'known', version: known };
  }
  const version = { ...known, target };
  await appendUpdated(transaction, outbox, version);
  return { outcome: 'known', version };
}

async function appendUpdated(
  transaction: IngestionDb,
  outbox: IngestionContext['outbox'],
  { dataset, version, sha256, rows, target }: DatasetVersionRecord,
): Promise<void> {
  const data = { dataset, version, sha256, rows, target };
  await outbox.append(transaction, newEvent('dataset.updated', dataset, data));
}
