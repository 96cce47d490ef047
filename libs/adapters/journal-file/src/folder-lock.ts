import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '@millrace/platform';

interface Holder {
  readonly pid: number;
  /** When the process began, in the kernel's ticks: tells a reused pid from the holder. Absent where unknown. */
  readonly startedAt?: string;
}

// Locks of this process: a pid alone cannot tell our own second opening from a leftover of an earlier process.
const held = new Set<string>();

/**
 * Takes the folder for this process until the returned function is called. A lock whose process has ended is taken over.
 * @throws PlatformError `failed_precondition` while another process, or this one, holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'journal.lock');
  const refused = (pid: number) =>
    new PlatformError(
      'failed_precondition',
      `The journal folder is in use by process ${pid}: stop that process or choose another folder.`,
    );
  if (held.has(path)) throw refused(process.pid);
  held.add(path);
  try {
    for (let attempt = 0; !(await tryCreate(folder, path)); attempt++) {
      const holder = await readHolder(path);
      if (holder && (await isAlive(holder))) throw refused(holder.pid);
      if (attempt >= 5) throw refused(holder?.pid ?? 0);
      await rm(path, { force: true });
    }
  } catch (caught) {
    held.delete(path);
    throw caught;
  }
  return async () => {
    await rm(path, { force: true });
    held.delete(path);
  };
}

/** The lock appears with its content or not at all: a linked file is never seen half written. */
async function tryCreate(folder: string, path: string): Promise<boolean> {
  const startedAt = (await processState(process.pid))?.startedAt;
  const holder: Holder = { pid: process.pid, ...(startedAt !== undefined && { startedAt }) };
  const draft = join(folder, `lock-${randomBytes(6).toString('hex')}.tmp`);
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, path);
    return true;
  } catch (caught) {
    if (isErrno(caught, 'EEXIST')) return false;
    throw caught;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const { pid, startedAt } = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    if (typeof pid !== 'number') return undefined;
    return { pid, ...(typeof startedAt === 'string' && { startedAt }) };
  } catch {
    return undefined;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  // In a container every process has pid 1: our own number on a lock we did not take is a leftover.
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (caught) {
    return !isErrno(caught, 'ESRCH');
  }
  const state = await processState(holder.pid);
  if (!state) return true;
  if (state.ended) return false;
  return holder.startedAt === undefined || holder.startedAt === state.startedAt;
}

/** What Linux tells of a process (proc(5)); `undefined` on other systems. */
async function processState(
  pid: number,
): Promise<{ ended: boolean; startedAt: string } | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name in parentheses, may hold spaces.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { ended: fields[0] === 'Z' || fields[0] === 'X', startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

export function isErrno(caught: unknown, code: string): boolean {
  return caught instanceof Error && (caught as NodeJS.ErrnoException).code === code;
}
