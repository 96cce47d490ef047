import { Client } from 'minio';
import { codeOf, retrying } from './s3-failures.js';

export interface S3Options {
  /** `http://host:port` or `https://host`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region?: string;
  readonly useTls: boolean;
  /** A folder of this host for bytes on their way to the store. */
  readonly scratchFolder: string;
}

export interface S3Connection {
  readonly client: Client;
  readonly bucket: string;
  readonly region: string;
  readonly useTls: boolean;
}

/** Reaches the bucket, and creates it when it is absent. @throws PlatformError `unavailable`, `failed_precondition` */
export async function connectS3(options: S3Options): Promise<S3Connection> {
  const { bucket, accessKey, secretKey, useTls, region = 'us-east-1' } = options;
  const endpoint = new URL(
    options.endpoint.includes('://') ? options.endpoint : `http://${options.endpoint}`,
  );
  const client = new Client({
    endPoint: endpoint.hostname,
    port: endpoint.port === '' ? (useTls ? 443 : 80) : Number(endpoint.port),
    useSSL: useTls,
    accessKey,
    secretKey,
    region,
    pathStyle: true,
    // The client would send a body again from a stream it has already read: we open the file anew instead.
    retryOptions: { disableRetry: true },
  });
  await retrying(() => ensureBucket(client, bucket, region));
  return { client, bucket, region, useTls };
}

async function ensureBucket(client: Client, bucket: string, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return;
  try {
    await client.makeBucket(bucket, region);
  } catch (error) {
    // Another process was faster.
    if (!['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(codeOf(error))) throw error;
  }
}
