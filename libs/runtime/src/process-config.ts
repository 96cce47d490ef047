import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const address = z
  .string()
  .regex(/^[\w.-]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, 'must read host:port');

/** The variables every process reads. `MILLRACE_<SERVICE>_GRPC` say where the others answer. */
export const processConfigSchema = z.object({
  MILLRACE_HOST: z.string().default('127.0.0.1'),
  MILLRACE_HTTP_PORT: port.optional(),
  MILLRACE_GRPC_PORT: port.optional(),
  MILLRACE_DATA_DIR: z.string().default('./.millrace'),
  MILLRACE_DATABASE: z
    .string()
    .regex(/^(pglite:|postgres(ql)?:\/\/)/, 'must start with pglite: or postgres://')
    .default('pglite:'),
  MILLRACE_OBJECT_STORE: z
    .string()
    .regex(/^(file:|s3:\/\/)/, 'must start with file: or s3://')
    .default('file:'),
  MILLRACE_EVENT_BUS: z
    .string()
    .regex(/^(database:|kafka:\/\/)/, 'must be database: or start with kafka://')
    .default('database:'),
  MILLRACE_S3_ACCESS_KEY: z.string().optional(),
  MILLRACE_S3_SECRET_KEY: z.string().optional(),
  MILLRACE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Accepted keys: `name:role+role:sha256[:expiry]`, separated by commas. */
  MILLRACE_API_KEYS: z.string().optional(),
  /** The key this process shows to other services. */
  MILLRACE_SERVICE_API_KEY: z.string().optional(),
  MILLRACE_TLS_CERT_FILE: z.string().optional(),
  MILLRACE_TLS_KEY_FILE: z.string().optional(),
  MILLRACE_TLS_CA_FILE: z.string().optional(),
  MILLRACE_INGESTION_GRPC: address.default('127.0.0.1:9101'),
  MILLRACE_TRAINER_GRPC: address.default('127.0.0.1:9102'),
  MILLRACE_REGISTRY_GRPC: address.default('127.0.0.1:9103'),
  MILLRACE_DRIFT_MONITOR_GRPC: address.default('127.0.0.1:9104'),
  MILLRACE_INFERENCE_GRPC: address.default('127.0.0.1:9105'),
  MILLRACE_CODE_COMMIT: z
    .string()
    .regex(/^[0-9a-f]{7,64}$|^unknown$/)
    .default('unknown'),
  MILLRACE_TRAINER_THREADS: z.coerce.number().int().min(1).max(256).optional(),
  /** MiB of request bodies that may be kept in memory at a time. */
  MILLRACE_HTTP_BODY_MIB: z.coerce.number().positive().max(1e6).default(256),
  /** Requests for predictions worked on at a time, how many more may wait, and for how many milliseconds. */
  MILLRACE_INFERENCE_CONCURRENCY: z.coerce.number().int().min(1).max(1_000_000).optional(),
  MILLRACE_INFERENCE_QUEUE: z.coerce.number().int().min(0).max(1_000_000).optional(),
  MILLRACE_INFERENCE_QUEUE_MS: z.coerce.number().int().min(0).max(600_000).optional(),
  /** Requests for predictions a second of one API key, or of one address where there are no keys; and at once. */
  MILLRACE_INFERENCE_RATE: z.coerce.number().positive().max(1e9).optional(),
  MILLRACE_INFERENCE_BURST: z.coerce.number().min(1).max(1e9).optional(),
  /** MiB that loaded model files may take altogether. */
  MILLRACE_INFERENCE_MODEL_MIB: z.coerce.number().positive().max(1e9).optional(),
  /** MiB that model files kept on this host's disk may take altogether. */
  MILLRACE_INFERENCE_CACHE_MIB: z.coerce.number().positive().max(1e9).default(4096),
  /** Threads that score large batches, beside one that makes the lines of the log; 0 does both where requests are read. */
  MILLRACE_INFERENCE_THREADS: z.coerce.number().int().min(0).max(256).optional(),
  MILLRACE_CONSOLE_DIR: z.string().optional(),
});

export type ProcessConfig = Readonly<z.output<typeof processConfigSchema>>;
