import { fileURLToPath } from 'node:url';
import { processConfigSchema } from '@millrace/runtime';
import { z } from 'zod';

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const port = z.coerce.number().int().min(0).max(65_535);

/** What the standalone program reads: as every process, with ports, quiet logs and the demo beside it. */
export const standaloneConfigSchema = processConfigSchema.extend({
  MILLRACE_HTTP_PORT: port.default(8080),
  MILLRACE_GRPC_PORT: port.default(8081),
  MILLRACE_LOG_LEVEL: processConfigSchema.shape.MILLRACE_LOG_LEVEL.unwrap().default('warn'),
  MILLRACE_DEMO: z.enum(['on', 'off']).default('on'),
  MILLRACE_CONSOLE_DIR: z.string().default(beside('./console')),
  MILLRACE_SAMPLES_DIR: z.string().default(beside('./samples')),
});
