import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';

// What Node can do at all: reads the body, parses it, answers a little JSON; and an empty unary call.
const answer = JSON.stringify({ predictions: [0], probabilities: [[0.5, 0.5]] });
const http = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(answer);
  });
});
const empty = {
  requestStream: false,
  responseStream: false,
  requestSerialize: () => Buffer.alloc(0),
  requestDeserialize: () => ({}),
  responseSerialize: () => Buffer.alloc(0),
  responseDeserialize: () => ({}),
};
const grpc = new Server();
grpc.addService(
  { call: { path: '/bench.Bare/Call', ...empty } },
  { call: (_: unknown, reply: (error: null, answer: object) => void) => reply(null, {}) },
);
http.listen(0, '127.0.0.1', () => {
  grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, port) => {
    const told = { http: (http.address() as AddressInfo).port, grpc: port };
    process.stdout.write(`${JSON.stringify(told)}\n`);
  });
});
process.on('SIGTERM', () => process.exit(0));
