// The Python environment of the peers that Millrace is measured against, made once under .bench/.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../python/environment.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that benchmarks make or fetch. */
export const benchFolder = join(root, '.bench');

/** Makes the environment if it is not there. @returns the path of its python */
export function peersPython() {
  return pythonEnvironment({
    requirements: fileURLToPath(new URL('peers/requirements.txt', import.meta.url)),
    folder: join(benchFolder, 'peers'),
    what: 'the peers',
  });
}
