import { mkdirSync, rmSync } from 'node:fs';
import { down } from './down.mjs';
import { startKafka } from './kafka.mjs';
import { startMinio } from './minio.mjs';
import { dataFolder, logFolder } from './paths.mjs';
import { startPostgres } from './postgres.mjs';
import { requireTools } from './requirements.mjs';
import { startS3proxy } from './s3proxy.mjs';
import { isUp, readState, writeState } from './state.mjs';

/**
 * Starts the engines on free ports, or finds them started.
 * @returns {Promise<import('./state.mjs').EnginesState>}
 */
export async function up() {
  const known = readState();
  if (known && isUp(known)) {
    report(known);
    return known;
  }
  if (known) await down();
  requireTools();
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });
  mkdirSync(logFolder, { recursive: true });
  /** @type {import('./state.mjs').EnginesState} */
  const state = { processes: [], folders: [], s3: [] };
  writeState(state);
  /** @param {import('./state.mjs').EngineProcess} engine */
  const started = (engine) => {
    state.processes.push(engine);
    writeState(state);
  };
  /** @param {string} folder */
  const made = (folder) => {
    state.folders.push(folder);
    writeState(state);
  };
  const results = await Promise.allSettled([
    startKafka(started).then((address) => (state.kafka = address)),
    startMinio(started).then((server) => state.s3.push(server)),
    startS3proxy(started).then((server) => state.s3.push(server)),
    startPostgres(started, made).then((url) => (state.postgres = url)),
  ]);
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (failures.length > 0) {
    await down();
    throw new Error(failures.map((failure) => failure?.message ?? String(failure)).join('\n'));
  }
  writeState(state);
  report(state);
  return state;
}

/** @param {import('./state.mjs').EnginesState} state */
function report(state) {
  console.log(`Kafka       ${state.kafka}`);
  for (const { name, endpoint } of state.s3) console.log(`${name.padEnd(11)} ${endpoint}`);
  console.log(`PostgreSQL  ${state.postgres}`);
  console.log(
    'Keys and process ids are in .engines/engines.json; end them with npm run engines:down.',
  );
}
