import { ModelServiceDefinition } from '@millrace/contracts';
import {
  createMetrics,
  guardRpcService,
  listenGrpc,
  openAccess,
  rpcService,
  type ListeningGrpcServer,
} from '@millrace/platform';
import { memoryLogger } from '@millrace/testing';
import type { TestRegistry } from '../../libs/services/inference/src/testing/test-registry.js';

/** A registry in memory behind a real gRPC server on a free port. */
export function serveRegistry({ client }: TestRegistry): Promise<ListeningGrpcServer> {
  const service = rpcService(
    ModelServiceDefinition,
    {
      registerModelVersion: (request) => client.registerModelVersion(request),
      getModelVersion: (request) => client.getModelVersion(request),
      listModels: (request) => client.listModels(request),
      moveAlias: (request) => client.moveAlias(request),
    },
    {
      registerModelVersion: 'public',
      getModelVersion: 'public',
      listModels: 'public',
      moveAlias: 'public',
    },
  );
  const surroundings = {
    authenticator: openAccess,
    metrics: createMetrics(),
    logger: memoryLogger(),
  };
  return listenGrpc({
    services: [guardRpcService(service, surroundings)],
    host: '127.0.0.1',
    port: 0,
    setting: 'none',
  });
}
