import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { classPathOf } from './java.mjs';
import { dataFolder } from './paths.mjs';
import { freePorts, start, untilListening } from './processes.mjs';

/**
 * A second S3 server, so that nothing leans on MinIO alone.
 * @param {(process: import('./state.mjs').EngineProcess) => void} started
 * @returns {Promise<import('./state.mjs').S3Server>}
 */
export async function startS3proxy(started) {
  const classPath = await classPathOf('s3proxy', ['org.gaul:s3proxy:2.9.0']);
  const folder = join(dataFolder, 's3proxy');
  const objects = join(folder, 'objects');
  mkdirSync(objects, { recursive: true });
  const [port] = /** @type {[number]} */ (await freePorts(1));
  const secretKey = randomBytes(16).toString('hex');
  const properties = join(folder, 's3proxy.properties');
  writeFileSync(
    properties,
    [
      `s3proxy.endpoint=http://127.0.0.1:${port}`,
      's3proxy.authorization=aws-v4',
      's3proxy.identity=millrace',
      `s3proxy.credential=${secretKey}`,
      'jclouds.provider=filesystem-nio2',
      'jclouds.identity=unused',
      'jclouds.credential=unused',
      `jclouds.filesystem.basedir=${objects}`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const server = start('s3proxy', 'java', [
    '-Xmx256m',
    '-cp',
    classPath,
    'org.gaul.s3proxy.Main',
    '--properties',
    properties,
  ]);
  started(server);
  await untilListening(server, port);
  return {
    name: 's3proxy',
    endpoint: `http://127.0.0.1:${port}`,
    accessKey: 'millrace',
    secretKey,
  };
}
