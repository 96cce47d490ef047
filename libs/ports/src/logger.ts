export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Fields of the request or event in hand (correlation id, trace) are added by the implementation. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}
