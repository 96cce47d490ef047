import { join } from 'node:path';
import type { ObjectStore } from '@millrace/ports';
import { PlatformError, readConfig } from '@millrace/platform';
import { processConfigSchema, type ProcessConfig } from './process-config.js';

/**
 * How what `MILLRACE_OBJECT_STORE` names is opened: `file:folder` or `s3://bucket?endpoint=http://host:port`.
 * @throws PlatformError `invalid_argument` for what names no store
 */
export function objectStoreOpener(config: ProcessConfig): () => Promise<ObjectStore> {
  const uri = config.MILLRACE_OBJECT_STORE;
  if (uri.startsWith('file:')) {
    const folder = uri.slice('file:'.length) || join(config.MILLRACE_DATA_DIR, 'objects');
    return async () => {
      const { openFileObjectStore } = await import('@millrace/object-store-file');
      return openFileObjectStore({ folder });
    };
  }
  const url = new URL(uri);
  const endpoint = url.searchParams.get('endpoint');
  const { MILLRACE_S3_ACCESS_KEY: accessKey, MILLRACE_S3_SECRET_KEY: secretKey } = config;
  if (!endpoint || !URL.canParse(endpoint) || !url.hostname || !accessKey || !secretKey) {
    throw new PlatformError(
      'invalid_argument',
      'MILLRACE_OBJECT_STORE must read s3://bucket?endpoint=http://host:port, with MILLRACE_S3_ACCESS_KEY and MILLRACE_S3_SECRET_KEY beside it.',
    );
  }
  const region = url.searchParams.get('region');
  return async () => {
    const { openS3ObjectStore } = await import('@millrace/object-store-s3');
    return openS3ObjectStore({
      endpoint,
      bucket: url.hostname,
      accessKey,
      secretKey,
      useTls: endpoint.startsWith('https:'),
      scratchFolder: join(config.MILLRACE_DATA_DIR, 'scratch'),
      ...(region !== null && { region }),
    }).catch((caught: unknown) => {
      throw withVariables(caught);
    });
  };
}

/** What no waiting mends, with the variables that may be wrong. */
function withVariables(caught: unknown): PlatformError {
  const error = PlatformError.from(caught);
  if (error.code !== 'failed_precondition') return error;
  return new PlatformError(
    error.code,
    `${error.message} MILLRACE_OBJECT_STORE names endpoint, bucket and region; MILLRACE_S3_ACCESS_KEY and MILLRACE_S3_SECRET_KEY are the keys.`,
    { cause: error.cause },
  );
}

/**
 * The store that these variables name, for a thread that has work of its own with it. It is opened when it is first asked
 * for, and again when that failed.
 */
export function objectStoreOf(
  environment: Readonly<Record<string, string | undefined>>,
): () => Promise<ObjectStore> {
  const open = objectStoreOpener(readConfig(processConfigSchema, environment));
  let store: Promise<ObjectStore> | undefined;
  return async () => {
    store ??= open();
    try {
      return await store;
    } catch (caught) {
      store = undefined;
      throw caught;
    }
  };
}
