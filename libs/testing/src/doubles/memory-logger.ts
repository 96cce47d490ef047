import type { LogFields, Logger } from '@millrace/ports';

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export interface MemoryLogger extends Logger {
  /** Everything logged, by children too. */
  readonly entries: readonly LogEntry[];
}

/** A log to look at afterwards. */
export function memoryLogger(): MemoryLogger {
  const entries: LogEntry[] = [];
  const bound = (fields: LogFields): MemoryLogger => {
    const at = (level: LogEntry['level']) => (message: string, more?: LogFields) => {
      entries.push({ level, message, fields: { ...fields, ...more } });
    };
    return {
      entries,
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: (more) => bound({ ...fields, ...more }),
    };
  };
  return bound({});
}
