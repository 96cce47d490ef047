// The Python environments of the peers that Millrace is measured against, made once under .bench/.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../python/environment.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that benchmarks make or fetch. */
export const benchFolder = join(root, '.bench');

/**
 * Makes an environment if it is not there.
 * @param name `peers`; `serving-peers` and `mlserver`, whose packages would not go together with the others
 * @returns the path of its python
 */
export function peersPython(name = 'peers') {
  const file = name === 'peers' ? 'requirements.txt' : `${name}-requirements.txt`;
  return pythonEnvironment({
    requirements: fileURLToPath(new URL(`peers/${file}`, import.meta.url)),
    folder: join(benchFolder, name),
    what: 'the peers',
  });
}
