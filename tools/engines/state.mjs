import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isSame } from './processes.mjs';
import { stateFile } from './paths.mjs';

/**
 * @typedef {object} EngineProcess
 * @property {string} name
 * @property {number} pid
 * @property {string} started When the process started, to tell it from a later one with the same id.
 *
 * @typedef {object} S3Server
 * @property {string} name
 * @property {string} endpoint
 * @property {string} accessKey
 * @property {string} secretKey
 *
 * @typedef {object} EnginesState
 * @property {EngineProcess[]} processes
 * @property {string[]} folders Folders outside of ours, to be removed at the end.
 * @property {string} [kafka] host:port
 * @property {S3Server[]} s3
 * @property {string} [postgres] URL
 */

/** @returns {EnginesState | undefined} */
export function readState() {
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {EnginesState} state */
export function writeState(state) {
  writeFileSync(`${stateFile}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${stateFile}.new`, stateFile);
}

export function removeState() {
  rmSync(stateFile, { force: true });
}

/** Whether everything a state names still runs. @param {EnginesState} state */
export function isUp(state) {
  return (
    state.kafka !== undefined &&
    state.postgres !== undefined &&
    state.s3.length === 2 &&
    state.processes.every(isSame)
  );
}
