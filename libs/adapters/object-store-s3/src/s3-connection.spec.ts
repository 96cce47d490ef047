import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '@millrace/testing';
import { openS3ObjectStore } from './s3-object-store.js';
import { translated } from './s3-failures.js';

let asked = 0;
let stop: () => void = () => undefined;
afterEach(() => stop());

/** A store that answers every request with this refusal, as S3 does. */
async function storeThatSays(status: number, code: string) {
  asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code></Error>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = () => void server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const open = async (endpoint: string, bucket = 'bucket') =>
  openS3ObjectStore({
    endpoint,
    bucket,
    accessKey: 'key',
    secretKey: 'secret',
    useTls: false,
    scratchFolder: await temporaryFolder(),
  });

describe('opening a bucket', () => {
  it.each([
    [403, 'AccessDenied', /Let the access key read, write, list and delete/],
    [403, 'InvalidAccessKeyId', /does not know the access key/],
    [403, 'SignatureDoesNotMatch', /The secret key is not the one/],
    [400, 'ExpiredToken', /have not run out/],
    [400, 'InvalidBucketName', /small letters, digits/],
    [400, 'AuthorizationHeaderMalformed', /Name the region/],
  ])('is given up at once where it is refused for good: %i %s', async (status, code, remedy) => {
    const opening = open(await storeThatSays(status, code));
    await expect(opening).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringMatching(remedy) as string,
    });
    expect(asked).toBe(1);
  });

  it('is given up before anybody is asked where no bucket can have such a name', async () => {
    const opening = open(await storeThatSays(200, ''), 'No_Bucket');
    await expect(opening).rejects.toMatchObject({
      code: 'failed_precondition',
      message:
        'The object store refused the request (InvalidBucketName). Name a bucket by 3 to 63 small letters, digits, dots and hyphens.',
    });
    expect(asked).toBe(0);
  });

  it.each(['SlowDown', 'InternalError', 'ECONNREFUSED', 'RequestTimeTooSkewed'])(
    'may be tried again after %s',
    (code) => {
      const error = Object.assign(new Error(code), { code });
      expect(translated(error)).toMatchObject({ code: 'unavailable', retriable: true });
    },
  );
});
