import { PlatformError } from '@millrace/platform';

/** The S3 error code, HTTP status name, system error code, or the client's own name of something caught. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string'
    ? error.code
    : error.name.replace(/Error$/, '');
}

export function isAbsent(error: unknown): boolean {
  return ['NotFound', 'NoSuchKey'].includes(codeOf(error));
}

const rights = 'Let the access key read, write, list and delete in the bucket, or use another key.';
const names = 'Name a bucket by 3 to 63 small letters, digits, dots and hyphens.';
const places = 'Name the region that the bucket is in.';
const tokens = 'Use keys that have not run out.';

/** What to change where the store will always refuse us, by the code it says so with. */
const remedies: Readonly<Record<string, string>> = {
  AccessDenied: rights,
  AllAccessDisabled: rights,
  AccountProblem: 'Ask whoever runs the store about the account.',
  InvalidAccessKeyId: 'It does not know the access key: use one that it has.',
  SignatureDoesNotMatch: 'The secret key is not the one of the access key: put it right.',
  InvalidToken: tokens,
  ExpiredToken: tokens,
  InvalidBucketName: names,
  NoSuchBucket: 'Make the bucket, or name another one.',
  InvalidRegion: places,
  AuthorizationHeaderMalformed: places,
  MovedPermanently: places,
  PermanentRedirect: places,
  InvalidEndpoint: 'Write the endpoint as http://host:port or https://host.',
  InvalidPort: 'Write the endpoint as http://host:port or https://host.',
  InvalidArgument: 'Check the bucket, the region and the keys.',
};

/** What the store will always refuse is our configuration's fault; everything else may pass. */
export function translated(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = codeOf(error);
  const remedy = remedies[code];
  if (remedy !== undefined) {
    return new PlatformError(
      'failed_precondition',
      `The object store refused the request (${code}). ${remedy}`,
      { cause: error },
    );
  }
  return new PlatformError('unavailable', 'The object store is not available now.', {
    cause: error,
  });
}

const tries = 4;
const firstPauseMs = 200;

/** Does again what failed for a reason that may pass. @throws PlatformError of the last try */
export async function retrying<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (caught) {
      const error = translated(caught);
      if (!error.retriable || attempt >= tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** attempt));
    }
  }
}
