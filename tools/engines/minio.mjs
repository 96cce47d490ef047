import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './paths.mjs';
import { freePorts, run, start, untilListening, within } from './processes.mjs';

const source = 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c';

/** @returns {Promise<string>} the program, built from its source the first time */
async function minioProgram() {
  const path = (await run('go', ['env', 'GOPATH'])).trim();
  const program = join(path, 'bin', 'minio');
  if (!existsSync(program)) {
    console.log('Building MinIO from its source, once: about 4 minutes on 2 cores.');
    await run('go', ['install', source], { env: { ...process.env, GOBIN: join(path, 'bin') } });
  }
  return program;
}

/**
 * @param {(process: import('./state.mjs').EngineProcess) => void} started
 * @returns {Promise<import('./state.mjs').S3Server>}
 */
export async function startMinio(started) {
  const program = await minioProgram();
  const folder = join(dataFolder, 'minio');
  mkdirSync(folder, { recursive: true });
  const [port, consolePort] = /** @type {[number, number]} */ (await freePorts(2));
  const secretKey = randomBytes(16).toString('hex');
  const server = start(
    'minio',
    program,
    [
      'server',
      '--address',
      `127.0.0.1:${port}`,
      '--console-address',
      `127.0.0.1:${consolePort}`,
      folder,
    ],
    {
      env: {
        ...process.env,
        MINIO_ROOT_USER: 'millrace',
        MINIO_ROOT_PASSWORD: secretKey,
        MINIO_BROWSER: 'off',
        MINIO_UPDATE: 'off',
      },
    },
  );
  started(server);
  await untilListening(server, port);
  const endpoint = `http://127.0.0.1:${port}`;
  const healthy = await within(60, () =>
    fetch(`${endpoint}/minio/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  if (!healthy) throw new Error('minio did not become ready; see .engines/logs/minio.log');
  return { name: 'minio', endpoint, accessKey: 'millrace', secretKey };
}
