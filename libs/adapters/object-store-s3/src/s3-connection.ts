import { Client } from 'minio';
import { codeOf, isAbsent, retrying, translated } from './s3-failures.js';

/** The rule of S3, but for names that look like addresses. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

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
  const { bucket, useTls, region = 'us-east-1' } = options;
  const endpoint = new URL(
    options.endpoint.includes('://') ? options.endpoint : `http://${options.endpoint}`,
  );
  const client = clientOf(options, endpoint, region);
  await retrying(() => ensureBucket({ client, bucket, region }));
  return { client, bucket, region, useTls };
}

function clientOf(
  { accessKey, secretKey, useTls }: S3Options,
  endpoint: URL,
  region: string,
): Client {
  try {
    return new Client({
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
  } catch (error) {
    throw translated(error);
  }
}

/**
 * Whether the bucket is there. Asked by a listing: a refusal of that says why in its body, where one of HEAD has none.
 * @throws PlatformError `unavailable`, `failed_precondition`
 */
export async function hasBucket({
  client,
  bucket,
  region,
}: Pick<S3Connection, 'client' | 'bucket' | 'region'>): Promise<boolean> {
  if (!bucketName.test(bucket)) {
    throw translated(Object.assign(new Error(bucket), { code: 'InvalidBucketName' }));
  }
  try {
    const query = 'list-type=2&max-keys=1';
    const asked = { method: 'GET', bucketName: bucket, query };
    const response = await client.makeRequestAsync(asked, '', [200], region);
    response.resume();
    return true;
  } catch (error) {
    if (codeOf(error) === 'NoSuchBucket' || isAbsent(error)) return false;
    throw translated(error);
  }
}

async function ensureBucket(connection: Omit<S3Connection, 'useTls'>): Promise<void> {
  if (await hasBucket(connection)) return;
  const { client, bucket, region } = connection;
  try {
    await client.makeBucket(bucket, region);
  } catch (error) {
    // Another process was faster.
    if (!['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(codeOf(error))) throw error;
  }
}
