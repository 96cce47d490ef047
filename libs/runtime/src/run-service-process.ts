import {
  Outbox,
  openGrpcChannel,
  readConfig,
  runServices,
  schemaOf,
  systemClock,
  type GrpcChannel,
  type ServiceDependencies,
  type ServiceModule,
} from '@millrace/platform';
import { authenticatorFor, loadTls } from './access.js';
import { exitOnError } from './exit-on-error.js';
import { openAdapters, type AdapterThreads } from './open-adapters.js';
import { processConfigSchema, type ProcessConfig } from './process-config.js';
import { stopSignal, untilStopped } from './stop-on-signal.js';

export type ServiceName = 'ingestion' | 'trainer' | 'registry' | 'drift-monitor' | 'inference';

const addressVariables = {
  ingestion: 'MILLRACE_INGESTION_GRPC',
  trainer: 'MILLRACE_TRAINER_GRPC',
  registry: 'MILLRACE_REGISTRY_GRPC',
  'drift-monitor': 'MILLRACE_DRIFT_MONITOR_GRPC',
  inference: 'MILLRACE_INFERENCE_GRPC',
} as const satisfies Record<ServiceName, keyof ProcessConfig>;

export interface ServiceContext {
  readonly config: ProcessConfig;
  readonly dependencies: ServiceDependencies;
  /** The channel to another service. */
  readonly connect: (service: ServiceName) => GrpcChannel;
}

export interface ServiceProcess {
  readonly service: ServiceName;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly threads?: AdapterThreads;
  readonly create: (context: ServiceContext) => ServiceModule | Promise<ServiceModule>;
}

/** Runs one service as a process of its own until it is told to stop. */
export function runServiceProcess({
  service,
  httpPort,
  grpcPort,
  threads,
  create,
}: ServiceProcess): Promise<void> {
  return exitOnError(async () => {
    const stopped = stopSignal();
    const config = readConfig(processConfigSchema, process.env);
    const tls = await loadTls(config);
    const authenticator = authenticatorFor(config, systemClock);
    const adapters = await openAdapters(config, service, threads);
    const outbox = new Outbox({ service, schema: schemaOf(service), ...adapters });
    const channels: GrpcChannel[] = [];
    const module = await create({
      config,
      dependencies: { ...adapters, outbox },
      connect: (other) => {
        const channel = openGrpcChannel(config[addressVariables[other]], {
          ...(tls.client && { tls: tls.client }),
          ...(config.MILLRACE_SERVICE_API_KEY !== undefined && {
            apiKey: config.MILLRACE_SERVICE_API_KEY,
          }),
        });
        channels.push(channel);
        return channel;
      },
    });
    const host = config.MILLRACE_HOST;
    const running = await runServices({
      name: service,
      version: '0.1.0',
      services: [{ module, outbox }],
      ...adapters,
      authenticator,
      http: {
        host,
        port: config.MILLRACE_HTTP_PORT ?? httpPort,
        bodyBytes: config.MILLRACE_HTTP_BODY_MIB * 2 ** 20,
      },
      grpc: {
        host,
        port: config.MILLRACE_GRPC_PORT ?? grpcPort,
        ...(tls.server && { tls: tls.server }),
      },
      ...(config.MILLRACE_CONSOLE_DIR !== undefined && { console: config.MILLRACE_CONSOLE_DIR }),
    });
    adapters.logger.info('Listening.', { httpPort: running.httpPort, grpcPort: running.grpcPort });
    const signal = await untilStopped(running, stopped);
    adapters.logger.info('Draining.', { signal });
    await running.stop();
    for (const channel of channels) channel.close();
    adapters.logger.info('Stopped.');
    process.exit(0);
  });
}
