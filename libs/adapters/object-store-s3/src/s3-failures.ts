import { PlatformError } from '@millrace/platform';

/** The S3 error code, HTTP status name or system error code of something caught. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

export function isAbsent(error: unknown): boolean {
  return ['NotFound', 'NoSuchKey'].includes(codeOf(error));
}

const refusals = new Set([
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidArgument',
  'NoSuchBucket',
]);

/** What the store says we may not do is our configuration's fault; everything else may pass. */
export function translated(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (refusals.has(codeOf(error))) {
    return new PlatformError(
      'failed_precondition',
      `The object store refused the request (${codeOf(error)}). Check the bucket, the keys and their rights.`,
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
