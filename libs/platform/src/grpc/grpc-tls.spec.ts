import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { TrainingServiceDefinition, TrainingStatus } from '@millrace/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { openAccess } from '../access/api-keys.js';
import { createMetrics } from '../metrics/metrics.js';
import { silentLogger } from '../testing/silent-logger.js';
import { openGrpcChannel, type GrpcChannel, type GrpcClientTls } from './grpc-client.js';
import { listenGrpc, type ListeningGrpcServer } from './grpc-server.js';
import { guardRpcService } from './guard.js';
import { rpcService } from './rpc-service.js';
import {
  authority,
  clientCertificate,
  clientKey,
  serverCertificate,
  serverKey,
} from './testing/test-certificates.js';

const run = {
  id: 'r1',
  status: TrainingStatus.TRAINING_STATUS_CANCELLED,
  dataset: 'd',
  version: 1,
  metric: 'f1',
};
const service = guardRpcService(
  rpcService(
    TrainingServiceDefinition,
    {
      startTrainingRun: () => Promise.resolve({ id: 'r1' }),
      getTrainingRun: () => Promise.resolve({ run }),
      cancelTrainingRun: () => Promise.resolve({ run }),
    },
    { startTrainingRun: 'public', getTrainingRun: 'public', cancelTrainingRun: 'public' },
  ),
  { authenticator: openAccess, logger: silentLogger, metrics: createMetrics() },
);

let server: ListeningGrpcServer | undefined;
let channel: GrpcChannel | undefined;
afterEach(async () => {
  channel?.close();
  await server?.close();
});

async function listen(clientCa?: Buffer): Promise<number> {
  const tls = { certificate: serverCertificate, key: serverKey, ...(clientCa && { clientCa }) };
  const where = { host: '127.0.0.1', port: 0, setting: 'PORT' };
  server = await listenGrpc({ services: [service], ...where, tls });
  return server.port;
}

function ask(port: number, tls?: GrpcClientTls) {
  channel = openGrpcChannel(`localhost:${port}`, tls && { tls });
  const client = channel.client(TrainingServiceDefinition);
  return client.getTrainingRun({ id: 'r1' }, { timeoutMs: 3000 });
}

describe('gRPC over TLS', () => {
  it('answers who trusts the server', async () => {
    expect(await ask(await listen(), { ca: authority })).toMatchObject({ run: { id: 'r1' } });
  });

  it('answers who shows a certificate where one is asked for', async () => {
    const tls = { ca: authority, certificate: clientCertificate, key: clientKey };
    expect(await ask(await listen(authority), tls)).toMatchObject({ run: { id: 'r1' } });
  });

  it.each<[string, GrpcClientTls | undefined]>([
    ['no certificate', { ca: authority }],
    ['no TLS', undefined],
  ])('does not answer who shows %s where a certificate is asked for', async (_, tls) => {
    await expect(ask(await listen(authority), tls)).rejects.toMatchObject({ retriable: true });
  });

  it('agrees on h2, and on nothing else', async () => {
    const port = await listen();
    const session = connectHttp2(`https://localhost:${port}`, { ca: authority });
    await once(session, 'connect');
    expect(session.alpnProtocol).toBe('h2');
    session.destroy();
    const other = { port, host: 'localhost', ca: authority, ALPNProtocols: ['http/1.1'] };
    const socket = connectTls(other);
    await expect(once(socket, 'secureConnect')).rejects.toThrow();
  });
});
