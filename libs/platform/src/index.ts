export { PlatformError } from './errors/platform-error.js';
export type { ErrorCode, Fault, PlatformErrorOptions } from './errors/platform-error.js';
export { keyedAccess, openAccess, parseApiKeys } from './access/api-keys.js';
export type { ApiKeyRecord, Authenticator } from './access/api-keys.js';
export { isAllowed, requireRole } from './access/policy.js';
export { anonymousPrincipal, localPrincipal, systemPrincipal } from './access/principal.js';
export type { Admit, Caller } from './access/caller.js';
export type { Principal } from './access/principal.js';
export {
  currentScope,
  resumeScope,
  runInScope,
  scopeFrom,
  scopeHeaders,
} from './context/call-context.js';
export type { CallScope } from './context/call-context.js';
export { decodeCloudEvent, encodeCloudEvent, newEvent } from './events/cloud-event.js';
export type { NewEvent, ReceivedEvent } from './events/cloud-event.js';
export { consumeEvents } from './events/consumer.js';
export type { ConsumerOptions } from './events/consumer.js';
export { messagingMigrations } from './events/messaging-tables.js';
export type { MessagingTables, WithMessaging } from './events/messaging-tables.js';
export { Outbox } from './events/outbox.js';
export type { OutboxDependencies } from './events/outbox.js';
export { subscription } from './events/subscription.js';
export type { Effect, EventSubscription } from './events/subscription.js';
export { rpcService } from './grpc/rpc-service.js';
export type { RpcService, RpcShortcut } from './grpc/rpc-service.js';
export { swaggerPage } from './http/docs.js';
export { route } from './http/route.js';
export { lengthOf, parseJsonBody, unpackedBody, wholeOf } from './http/request-body.js';
export { validate } from './http/validate.js';
export type {
  HttpReply,
  HttpRequest,
  RawReply,
  Route,
  ServerEvent,
  ToldError,
  UnparsedHandler,
} from './http/route.js';
export { migrateSchema } from './lifecycle/migrate.js';
export { schemaOf } from './lifecycle/service-module.js';
export type {
  BackgroundTask,
  ServiceDependencies,
  ServiceModule,
} from './lifecycle/service-module.js';
export { createWinstonLogger } from './logging/winston-logger.js';
export type { LogLevel } from './logging/winston-logger.js';
export { createMetrics, durationBuckets } from './metrics/metrics.js';
export type {
  CounterMetric,
  GaugeMetric,
  HistogramMetric,
  MetricOptions,
  Metrics,
} from './metrics/metrics.js';
export { readConfig } from './config/read-config.js';
export { openGrpcChannel } from './grpc/grpc-client.js';
export type { GrpcChannel, GrpcClientTls } from './grpc/grpc-client.js';
export { listenGrpc } from './grpc/grpc-server.js';
export type { GrpcServerOptions, GrpcTls, ListeningGrpcServer } from './grpc/grpc-server.js';
export { guardRpcService } from './grpc/guard.js';
export type { GuardOptions } from './grpc/guard.js';
export { createHttpApp } from './http/http-app.js';
export { problemOf } from './http/problem.js';
export type { HttpAppOptions } from './http/http-app.js';
export type { HealthCheck } from './http/health.js';
export { listenHttp } from './http/http-server.js';
export type { ListeningServer } from './http/http-server.js';
export { runServices } from './lifecycle/run-services.js';
export type {
  OpenSurroundings,
  RunOptions,
  RunningProcess,
  RunningService,
} from './lifecycle/run-services.js';
export { systemClock } from './system/system-clock.js';
export { stepBack } from './system/step-back.js';
export { systemRandom } from './system/system-random.js';
export { uuidV7 } from './system/uuid-v7.js';
export { objectKeySegments, requireObjectKeyPrefix } from './objects/object-key.js';
export { Turns } from './system/turns.js';
export {
  integerKeys,
  pageKeys,
  textKeys,
  timeKeys,
  type Page,
  type PageKeys,
  type PageRequest,
  type TimeKey,
} from './paging/page-keys.js';
