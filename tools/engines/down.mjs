import { rmSync } from 'node:fs';
import { dataFolder } from './paths.mjs';
import { isSame, within } from './processes.mjs';
import { readState, removeState } from './state.mjs';

/** Ends what `up` started, and nothing else: a process id that somebody else has by now is left alone. */
export async function down() {
  const state = readState();
  if (!state) {
    console.log('No engines are up.');
    return;
  }
  await Promise.all(state.processes.map(end));
  for (const folder of [dataFolder, ...state.folders]) {
    rmSync(folder, { recursive: true, force: true });
  }
  removeState();
  console.log('The engines are down.');
}

/** @param {import('./state.mjs').EngineProcess} engine */
async function end(engine) {
  if (!isSame(engine)) return;
  // PostgreSQL reads SIGINT as "end now, in order"; for the others it is the same as SIGTERM.
  process.kill(engine.pid, 'SIGINT');
  if (await within(20, () => !isSame(engine))) return;
  process.kill(engine.pid, 'SIGKILL');
  if (!(await within(10, () => !isSame(engine)))) throw new Error(`${engine.name} does not end.`);
}
