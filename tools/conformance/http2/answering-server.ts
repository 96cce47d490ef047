import { createServer, type AddressInfo } from 'node:net';
import { encodeFields } from '../../../libs/platform/src/http2/hpack/encoder.js';
import { defaultLimits } from '../../../libs/platform/src/http2/limits.js';
import { ServerConnection } from '../../../libs/platform/src/http2/server-connection.js';
import type { StreamListener } from '../../../libs/platform/src/http2/server-stream.js';

// Answers every request with a few bytes once it is whole, and tells its port.
const head = encodeFields([
  [':status', '200'],
  ['content-type', 'text/plain'],
]);
const body = [Buffer.from('An answer of some bytes.')];
const trailers = encodeFields([['said', 'all']]);

const server = createServer((socket) => {
  new ServerConnection(
    socket,
    (stream): StreamListener => ({
      data: () => undefined,
      end: () => stream.answer(head, body, trailers),
      aborted: () => undefined,
    }),
    defaultLimits,
    () => undefined,
  );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
