import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { down } from './down.mjs';
import { root } from './paths.mjs';
import { isUp, readState } from './state.mjs';
import { up } from './up.mjs';

/**
 * Runs the tests that need engines, and leaves the engines as it found them.
 * @param {readonly string[]} args for vitest
 * @returns {Promise<number>} exit code
 */
export async function test(args) {
  const before = readState();
  const wereUp = before !== undefined && isUp(before);
  const state = await up();
  buildApps();
  try {
    return await runVitest(args, {
      MILLRACE_TEST_KAFKA: state.kafka,
      MILLRACE_TEST_S3: JSON.stringify(state.s3),
      MILLRACE_TEST_POSTGRES: state.postgres,
    });
  } finally {
    if (!wereUp) await down();
  }
}

/** The main job runs the apps as they are built; Nx keeps what has not changed. */
function buildApps() {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const { status } = spawnSync(process.execPath, [nx, 'run-many', '-t', 'build'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  if (status !== 0) throw new Error('The apps could not be built.');
}

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
function runVitest(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--config',
        'tools/engines/vitest.config.ts',
        ...args,
      ],
      { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
    );
    // Ctrl-C reaches vitest by itself; we stay to end the engines.
    const wait = () => undefined;
    process.on('SIGINT', wait);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
