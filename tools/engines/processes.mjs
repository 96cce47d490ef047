import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { logFolder } from './paths.mjs';

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} its standard output
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ended with ${code}:\n${(errors + output).slice(-2000)}`));
    });
  });
}

/**
 * Starts a process that outlives this one; what it prints goes to a log file.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {import('./state.mjs').EngineProcess}
 */
export function start(name, command, args, options = {}) {
  const log = openSync(join(logFolder, `${name}.log`), 'a');
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', (error) => console.error(`${name}: ${error.message}`));
  child.unref();
  if (child.pid === undefined) throw new Error(`${name} could not be started.`);
  return { name, pid: child.pid, started: startOf(child.pid) };
}

/** @param {number} pid @returns {string} when the process started; empty when there is none */
export function startOf(pid) {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return '';
    return `${boot}:${fields[19]}`;
  } catch {
    if (process.platform === 'linux') return '';
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
    }).stdout.trim();
  }
}

/** Whether the very process we started still runs. @param {import('./state.mjs').EngineProcess} engine */
export function isSame({ pid, started }) {
  const now = startOf(pid);
  return now !== '' && now === started;
}

/** @param {() => boolean | Promise<boolean>} condition @param {number} seconds @returns {Promise<boolean>} */
export async function within(seconds, condition) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return false;
}

/**
 * Waits until somebody listens on a port.
 * @param {import('./state.mjs').EngineProcess} engine
 * @param {number} port
 */
export async function untilListening(engine, port) {
  let ended = false;
  const listening = await within(60, async () => {
    ended = !isSame(engine);
    return ended || (await accepts(port));
  });
  if (ended || !listening) {
    throw new Error(`${engine.name} did not start; see .engines/logs/${engine.name}.log`);
  }
}

/** @param {number} port @returns {Promise<boolean>} */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Ports nobody listens on now. They are held together while being picked, so that all differ. @param {number} count */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        /** @type {Promise<import('node:net').Server>} */ (
          new Promise((resolve, reject) => {
            const server = createServer();
            server.once('error', reject);
            server.listen(0, '127.0.0.1', () => resolve(server));
          })
        ),
    ),
  );
  const ports = servers.map(
    (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
