import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { PlatformError } from '@millrace/platform';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells two processes with the same id apart; empty where the system does not say. */
  readonly started: string;
  readonly token: string;
}

const refreshMs = 10_000;
const foreignStaleMs = 60_000;
const turnPauseMs = 20;

/**
 * Takes a lock file for this process until the returned function is called. The lock of a process that has ended is
 * taken over; that of another host (a shared volume) once it has not been refreshed for a minute.
 * @throws PlatformError `failed_precondition` when a living process holds it
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    started: startOf(process.pid),
    token: randomUUID(),
  };
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o640 });
  try {
    for (let attempt = 0; !(await linked(draft, path)); attempt++) {
      const holder = await readHolder(path);
      if (holder && (attempt >= 100 || (await isAlive(path, holder)))) throw inUse(path, holder);
      await removeStale(path, draft);
    }
  } finally {
    await rm(draft, { force: true });
  }
  const refresh = setInterval(() => {
    const now = new Date();
    // The next opener judges a lock that could not be refreshed; there is nobody to tell here.
    void utimes(path, now, now).catch(() => undefined);
  }, refreshMs).unref();
  return async () => {
    clearInterval(refresh);
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
  };
}

function inUse(path: string, { pid, host }: Holder): PlatformError {
  const where = host === hostname() ? '' : ` on ${host}`;
  return new PlatformError(
    'failed_precondition',
    `The data folder ${dirname(path)} is in use by process ${pid}${where}. ` +
      'Stop that process, or choose another folder with MILLRACE_DATA_DIR.',
  );
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

async function isAlive(path: string, { pid, host, started }: Holder): Promise<boolean> {
  if (host !== hostname()) {
    const found = await stat(path).catch(() => undefined);
    return found !== undefined && Date.now() - found.mtimeMs < foreignStaleMs;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const now = startOf(pid);
  return now === '' || started === '' || now === started;
}

/**
 * Removes the lock of a process that has ended. One process at a time looks and removes, since the lock it saw must
 * still be the one it removes; a second file sees to that.
 */
async function removeStale(path: string, draft: string): Promise<void> {
  const turn = `${path}.takeover`;
  if (!(await linked(draft, turn))) {
    const other = await readHolder(turn);
    if (other && !(await isAlive(turn, other))) {
      throw new PlatformError(
        'failed_precondition',
        `A process ended while it was taking over the data folder ${dirname(path)}. ` +
          `When no other process uses the folder, remove the file ${turn} and start again.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, turnPauseMs));
    return;
  }
  try {
    const holder = await readHolder(path);
    if (!holder || !(await isAlive(path, holder))) await rm(path, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

/** When a process started, as Linux tells it: the boot, and clock ticks since. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The process name, in parentheses, may contain spaces; the start is the 20th field behind it.
    const ticks = status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${boot}:${ticks}`;
  } catch {
    return '';
  }
}
