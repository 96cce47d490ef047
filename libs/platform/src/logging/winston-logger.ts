import { createLogger, format, transports, type Logger as Winston } from 'winston';
import type { LogFields, Logger } from '@millrace/ports';
import { currentScope } from '../context/call-context.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const secretName = /authorization|password|secret|token|api_?key/i;

/** Hides values under names that hold secrets, and writes errors out. */
function presentable(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (secretName.test(name)) return [name, '[redacted]'];
      if (value instanceof Error) {
        return [
          name,
          { name: value.name, message: value.message, stack: value.stack, cause: causeOf(value) },
        ];
      }
      return [name, value];
    }),
  );
}

function causeOf(error: Error): string | undefined {
  return error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : undefined;
}

function wrap(winston: Winston, bound: LogFields): Logger {
  const write =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      const scope = currentScope();
      const where = scope
        ? { correlationId: scope.correlationId, traceparent: scope.traceparent }
        : {};
      winston.log({ level, message, ...presentable({ ...where, ...bound, ...fields }) });
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(winston, { ...bound, ...fields }),
  };
}

/** One JSON object a line on standard error, with the correlation id of the work in hand. */
export function createWinstonLogger(options: { service: string; level: LogLevel }): Logger {
  const winston = createLogger({
    level: options.level,
    format: format.combine(format.timestamp(), format.json()),
    transports: [new transports.Console({ stderrLevels: ['debug', 'info', 'warn', 'error'] })],
  });
  return wrap(winston, { service: options.service });
}
