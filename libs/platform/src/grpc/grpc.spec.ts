import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client as GrpcClient, credentials } from '@grpc/grpc-js';
import {
  TrainingServiceDefinition,
  TrainingStatus,
  inProcessClient,
  type Client,
  type Handlers,
} from '@millrace/contracts';
import { openAccess } from '../access/api-keys.js';
import { currentScope, runInScope } from '../context/call-context.js';
import { systemPrincipal } from '../access/principal.js';
import { PlatformError } from '../errors/platform-error.js';
import { createMetrics } from '../metrics/metrics.js';
import { openGrpcChannel, type GrpcChannel } from './grpc-client.js';
import { listenGrpc, type ListeningGrpcServer } from './grpc-server.js';
import { guardRpcService } from './guard.js';
import { rpcService } from './rpc-service.js';
import { silentLogger } from '../testing/silent-logger.js';

type Definition = typeof TrainingServiceDefinition;

const handlers: Handlers<Definition> = {
  startTrainingRun: (request) => {
    if (request.dataset === 'bad') {
      throw new PlatformError('payload_too_large', 'too much', {
        faults: [{ field: 'dataset', message: 'is bad' }],
      });
    }
    return Promise.resolve({
      id: `${request.dataset}:${String(request.version)}:${currentScope()?.correlationId ?? ''}`,
    });
  },
  getTrainingRun: () => Promise.reject(new Error('secret detail')),
  cancelTrainingRun: ({ id }) =>
    Promise.resolve({
      run: {
        id,
        status: TrainingStatus.TRAINING_STATUS_CANCELLED,
        dataset: 'd',
        version: 1,
        metric: 'f1',
      },
    }),
};

const guarded = guardRpcService(
  rpcService(TrainingServiceDefinition, handlers, {
    startTrainingRun: 'trainer',
    getTrainingRun: 'reader',
    cancelTrainingRun: 'trainer',
  }),
  { authenticator: openAccess, logger: silentLogger, metrics: createMetrics() },
);

let server: ListeningGrpcServer;
let channel: GrpcChannel;

beforeEach(async () => {
  server = await listenGrpc({ services: [guarded], host: '127.0.0.1', port: 0, setting: 'PORT' });
  server.setServing('SERVING');
  channel = openGrpcChannel(`127.0.0.1:${String(server.port)}`);
});
afterEach(async () => {
  channel.close();
  await server.close();
});

const transports: [string, () => Client<Definition>][] = [
  ['over a wire', () => channel.client(TrainingServiceDefinition)],
  [
    'in process',
    () =>
      inProcessClient(TrainingServiceDefinition, guarded.handlers as Handlers<Definition>, {
        metadata: () => new Map([['x-correlation-id', currentScope()?.correlationId ?? '']]),
      }),
  ],
];

describe.each(transports)('a service called %s', (_, client) => {
  it('answers, with unset fields absent and enums as they are', async () => {
    const { run } = await client().cancelTrainingRun({ id: 'r1' });
    expect(run).toMatchObject({
      id: 'r1',
      status: TrainingStatus.TRAINING_STATUS_CANCELLED,
      version: 1,
    });
    expect(run?.best).toBeUndefined();
  });

  it('knows the correlation id of its caller', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const { id } = await runInScope(
      { correlationId: 'c-7', traceparent, principal: systemPrincipal },
      () => client().startTrainingRun({ dataset: 'iris', candidates: [], leaveOut: [] }),
    );
    expect(id).toBe('iris:undefined:c-7');
  });

  it('hands its error over with code and faults', async () => {
    const error = await client()
      .startTrainingRun({ dataset: 'bad', candidates: [], leaveOut: [] })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({
      code: 'payload_too_large',
      message: 'too much',
      faults: [{ field: 'dataset' }],
    });
  });

  it('keeps the details of an inner fault to itself', async () => {
    const error = await client()
      .getTrainingRun({ id: 'x' })
      .catch((caught: unknown) => caught as PlatformError);
    expect(error).toMatchObject({ code: 'internal', message: 'An internal error occurred.' });
  });
});

describe('a service that is away', () => {
  it('is reported as unavailable, which may be tried again', async () => {
    await server.close();
    const error = await channel
      .client(TrainingServiceDefinition)
      .cancelTrainingRun({ id: 'x' }, { timeoutMs: 2000 })
      .catch((caught: unknown) => caught as PlatformError);
    expect(error).toMatchObject({ retriable: true });
  });
});

/** Calls a method whose messages are written by hand, as any gRPC client would. */
function callRaw(path: string, request: Uint8Array): Promise<Buffer> {
  const client = new GrpcClient(`127.0.0.1:${String(server.port)}`, credentials.createInsecure());
  return new Promise<Buffer>((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      (bytes: Uint8Array) => Buffer.from(bytes),
      (bytes: Buffer) => bytes,
      request,
      (error, response) => {
        client.close();
        if (error) reject(error);
        else resolve(response ?? Buffer.alloc(0));
      },
    );
  });
}

describe(listenGrpc, () => {
  it('answers the standard health check', async () => {
    // HealthCheckResponse.status is field 1; SERVING is 1.
    expect([...(await callRaw('/grpc.health.v1.Health/Check', new Uint8Array()))]).toEqual([8, 1]);
    server.setServing('NOT_SERVING');
    expect([...(await callRaw('/grpc.health.v1.Health/Check', new Uint8Array()))]).toEqual([8, 2]);
  });

  it('lists its services by reflection', async () => {
    const client = new GrpcClient(`127.0.0.1:${String(server.port)}`, credentials.createInsecure());
    const stream = client.makeBidiStreamRequest(
      '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      (bytes: Uint8Array) => Buffer.from(bytes),
      (bytes: Buffer) => bytes,
    );
    const answer = new Promise<string>((resolve, reject) => {
      stream.on('data', (bytes: Buffer) => resolve(bytes.toString('latin1')));
      stream.on('error', reject);
    });
    // ServerReflectionRequest.list_services is field 7.
    stream.write(new Uint8Array([0x3a, 1, 0x2a]));
    expect(await answer).toContain('millrace.trainer.v1.TrainingService');
    stream.end();
    client.close();
  });

  it('says what to do about a port in use', async () => {
    const again = listenGrpc({
      services: [],
      host: '127.0.0.1',
      port: server.port,
      setting: 'MILLRACE_GRPC_PORT',
    });
    await expect(again).rejects.toThrow(/is in use.*MILLRACE_GRPC_PORT/);
  });
});
