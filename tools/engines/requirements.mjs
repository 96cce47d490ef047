import { spawnSync } from 'node:child_process';
import { postgresPrograms } from './postgres.mjs';

/** Says everything that is missing at once. */
export function requireTools() {
  const missing = [];
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (major < 17)
    missing.push('Java 17 or newer (Debian: openjdk-17-jre-headless): Kafka and s3proxy');
  if (spawnSync('mvn', ['-v']).error)
    missing.push('Maven (Debian: maven): fetches Kafka and s3proxy');
  if (spawnSync('go', ['version']).error)
    missing.push('Go 1.24 or newer (go.dev/dl): builds MinIO');
  if (!postgresPrograms())
    missing.push('PostgreSQL 15 or newer (Debian: postgresql): initdb, pg_ctl');
  if (process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).error) {
    missing.push('setpriv (Debian: util-linux): runs PostgreSQL as another user than root');
  }
  if (missing.length > 0) {
    throw new Error(
      `The engines need, and this machine has not:\n${missing.map((each) => `  - ${each}`).join('\n')}`,
    );
  }
}
