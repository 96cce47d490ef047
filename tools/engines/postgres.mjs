import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { dataFolder } from './paths.mjs';
import { freePorts, run, startOf } from './processes.mjs';

/** @returns {string | undefined} the folder with PostgreSQL's programs, the newest installed */
export function postgresPrograms() {
  const debian = '/usr/lib/postgresql';
  const installed = existsSync(debian) ? readdirSync(debian) : [];
  return [
    ...installed
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ].find((folder) => ['initdb', 'pg_ctl'].every((program) => existsSync(join(folder, program))));
}

/** The server refuses to run as root: then it runs as somebody else. */
function otherUser() {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((option) =>
      Number(spawnSync('id', [option, name], { encoding: 'utf8' }).stdout.trim() || Number.NaN),
    );
    if (uid !== undefined && gid !== undefined && uid > 0 && gid > 0) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody".',
  );
}

/**
 * @param {(process: import('./state.mjs').EngineProcess) => void} started
 * @param {(folder: string) => void} made told of a folder outside of ours
 * @returns {Promise<string>} URL
 */
export async function startPostgres(started, made) {
  const programs = postgresPrograms();
  if (!programs) throw new Error('PostgreSQL is not installed.');
  const user = otherUser();
  /** @param {string} program @param {readonly string[]} args */
  const asUser = (program, args) => {
    const command = join(programs, program);
    // The folder we are in may be closed to the other user.
    if (!user) return run(command, args, { cwd: '/' });
    const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
    return run('setpriv', [...identity, command, ...args], { cwd: '/' });
  };
  const folder = dataFolderFor(user, made);
  const data = join(folder, 'data');
  await asUser('initdb', ['-D', data, '-U', 'millrace', '-A', 'trust', '-E', 'UTF8', '--locale=C']);
  const [port] = /** @type {[number]} */ (await freePorts(1));
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories='' -c max_connections=200`;
  await asUser('pg_ctl', [
    '-D',
    data,
    '-l',
    join(folder, 'server.log'),
    '-o',
    settings,
    '-w',
    'start',
  ]);
  const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  started({ name: 'postgres', pid, started: startOf(pid) });
  return `postgres://millrace@127.0.0.1:${port}/postgres`;
}

/** @param {{ uid: number, gid: number } | undefined} user @param {(folder: string) => void} made */
function dataFolderFor(user, made) {
  const folder = join(dataFolder, 'postgres');
  mkdirSync(folder, { recursive: true });
  if (!user) return folder;
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  chownSync(folder, user.uid, user.gid);
  if (spawnSync('setpriv', [...identity, 'test', '-w', folder], { cwd: '/' }).status === 0)
    return folder;
  // The checkout lies where only we may go.
  const outside = mkdtempSync(join(tmpdir(), 'millrace-postgres-'));
  chownSync(outside, user.uid, user.gid);
  made(outside);
  return outside;
}
