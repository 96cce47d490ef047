import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import {
  PlatformError,
  keyedAccess,
  openAccess,
  parseApiKeys,
  type Authenticator,
  type GrpcClientTls,
  type GrpcTls,
} from '@millrace/platform';
import type { Clock } from '@millrace/ports';
import type { ProcessConfig } from './process-config.js';

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Who may call this process. Open on a loopback address without keys; anywhere else keys are needed.
 * @throws PlatformError `failed_precondition` for an address others can reach without keys
 */
export function authenticatorFor(config: ProcessConfig, clock: Clock): Authenticator {
  if (config.MILLRACE_API_KEYS !== undefined) {
    return keyedAccess(parseApiKeys(config.MILLRACE_API_KEYS), () => clock.now());
  }
  if (isLoopback(config.MILLRACE_HOST)) return openAccess;
  const mutualTls = config.MILLRACE_TLS_CERT_FILE && config.MILLRACE_TLS_CA_FILE;
  if (mutualTls) return keyedAccess([], () => clock.now());
  throw new PlatformError(
    'failed_precondition',
    `MILLRACE_HOST=${config.MILLRACE_HOST} can be reached from other machines: set MILLRACE_API_KEYS (or the MILLRACE_TLS_* files), or listen on 127.0.0.1.`,
  );
}

async function readPem(variable: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new PlatformError(
      'failed_precondition',
      `The file named by ${variable} cannot be read.`,
      { cause },
    );
  }
}

export interface TlsMaterial {
  readonly server?: GrpcTls;
  readonly client?: GrpcClientTls;
}

/** The gRPC certificates of this process, used as server and as client. */
export async function loadTls(config: ProcessConfig): Promise<TlsMaterial> {
  const {
    MILLRACE_TLS_CERT_FILE: cert,
    MILLRACE_TLS_KEY_FILE: key,
    MILLRACE_TLS_CA_FILE: ca,
  } = config;
  if (!cert && !key && !ca) return {};
  if (!cert || !key) {
    throw new PlatformError(
      'invalid_argument',
      'MILLRACE_TLS_CERT_FILE and MILLRACE_TLS_KEY_FILE belong together: set both.',
    );
  }
  const certificate = await readPem('MILLRACE_TLS_CERT_FILE', cert);
  const privateKey = await readPem('MILLRACE_TLS_KEY_FILE', key);
  if (!ca) return { server: { certificate, key: privateKey } };
  const authority = await readPem('MILLRACE_TLS_CA_FILE', ca);
  return {
    server: { certificate, key: privateKey, clientCa: authority },
    client: { ca: authority, certificate, key: privateKey },
  };
}
