// Virtual environments of the Python programs that Millrace is tested and measured against. Made once, kept until their
// requirements change.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes an environment if it is not there.
 * @param requirements path of its requirements.txt
 * @param folder where it lies, or shall lie
 * @param what is in it, for the person who waits
 * @returns the path of its python
 */
export function pythonEnvironment({ requirements, folder, what }) {
  const python = join(folder, 'bin/python');
  const stamp = join(folder, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return python;
  console.log(`Making the Python environment of ${what} (once; a few hundred MB).`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run('python3', ['-m', 'venv', folder], 'Python 3 with venv is needed.');
  run(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
    `What is needed for ${what} could not be installed.`,
  );
  writeFileSync(stamp, digest);
  return python;
}

function run(command, args, complaint) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${complaint} (${error?.message ?? `exit ${status}`})`);
}
