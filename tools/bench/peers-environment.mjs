// The Python environment of the peers that Millrace is measured against, made once under .bench/.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const requirements = fileURLToPath(new URL('peers/requirements.txt', import.meta.url));

/** Everything that benchmarks make or fetch. */
export const benchFolder = join(root, '.bench');

/** Makes the environment if it is not there. @returns the path of its python */
export function peersPython() {
  const folder = join(benchFolder, 'peers');
  const python = join(folder, 'bin/python');
  const stamp = join(folder, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return python;
  console.log('Making the environment of the peers (once; a few hundred MB).');
  mkdirSync(benchFolder, { recursive: true });
  run('python3', ['-m', 'venv', folder], 'Python 3 with venv is needed.');
  run(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
    'The peers could not be installed.',
  );
  writeFileSync(stamp, digest);
  return python;
}

function run(command, args, complaint) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${complaint} (${error?.message ?? `exit ${status}`})`);
}
