import { gunzip, inflate, type InputType, type ZlibOptions } from 'node:zlib';
import { PlatformError } from '../errors/platform-error.js';

type Decompress = (
  bytes: InputType,
  options: ZlibOptions,
  done: (error: NodeJS.ErrnoException | null, result: Buffer) => void,
) => void;

const decompressors: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', gunzip as Decompress],
  ['deflate', inflate as Decompress],
]);

/** For `grpc-accept-encoding`. */
export const acceptedEncodings = ['identity', ...decompressors.keys()].join(',');

export class UnsupportedEncoding extends PlatformError {
  constructor(encoding: string) {
    super('unimplemented', `Messages are not read in the encoding ${JSON.stringify(encoding)}.`);
  }
}

/**
 * @param encoding what the call's `grpc-encoding` says
 * @throws PlatformError `unimplemented` for an encoding that is not known, `resource_exhausted` for a message of more
 *   bytes than allowed, `internal` for one that is not so encoded
 */
export function decompress(
  bytes: Buffer,
  encoding: string | undefined,
  mostBytes: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') {
    const message = 'A message says that it is compressed, and the call names no encoding.';
    return Promise.reject(new PlatformError('internal', message));
  }
  const work = decompressors.get(encoding);
  if (!work) return Promise.reject(new UnsupportedEncoding(encoding));
  return new Promise((resolve, reject) => {
    work(bytes, { maxOutputLength: mostBytes }, (error, result) => {
      if (!error) resolve(result);
      else if (error.code === 'ERR_BUFFER_TOO_LARGE') {
        const message = `Received message that decompresses to a size larger than ${mostBytes}`;
        reject(new PlatformError('resource_exhausted', message));
      } else reject(new PlatformError('internal', 'Failed to decompress message'));
    });
  });
}
