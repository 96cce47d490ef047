import { listenGrpc, guardRpcService, openAccess, openGrpcChannel } from '@millrace/platform';
import type { Authenticator, GrpcChannel } from '@millrace/platform';
import type { InferenceProcess } from './inference-fixture.js';

export interface ServedOverGrpc {
  readonly channel: GrpcChannel;
  close(): Promise<void>;
}

/** The calls of a process behind a real server, as the runtime puts them there, and a channel to it. */
export async function serveOverGrpc(
  { module, metrics, logger }: InferenceProcess,
  authenticator: Authenticator = openAccess,
): Promise<ServedOverGrpc> {
  const server = await listenGrpc({
    services: module.rpc.map((each) => guardRpcService(each, { authenticator, metrics, logger })),
    host: '127.0.0.1',
    port: 0,
    setting: 'none',
  });
  const channel = openGrpcChannel(`127.0.0.1:${server.port}`);
  return {
    channel,
    async close() {
      channel.close();
      await server.close();
    },
  };
}
