import { pino } from 'pino';
import type { Clock } from './clock.ts';

export type LogFields = Readonly<Record<string, unknown>>;

/**
 * JSON lines, one per change of state: a fixed lower-case event first, what varies as fields with
 * their unit in the name. `error` means that a person must act.
 */
export interface Log {
  readonly debug: (event: string, fields?: LogFields) => void;
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  readonly error: (event: string, fields?: LogFields) => void;
  readonly child: (fields: LogFields) => Log;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogOptions {
  readonly clock: Clock;
  readonly level: LogLevel;
  readonly write: (line: string) => void;
}

export function createLog({ clock, level, write }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: () => `,"at":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return wrap(logger);
}

interface PinoLike {
  readonly debug: (fields: object, event: string) => void;
  readonly info: (fields: object, event: string) => void;
  readonly warn: (fields: object, event: string) => void;
  readonly error: (fields: object, event: string) => void;
  readonly child: (fields: LogFields) => PinoLike;
}

const wrap = (logger: PinoLike): Log => ({
  debug: (event, fields = {}) => logger.debug(fields, event),
  info: (event, fields = {}) => logger.info(fields, event),
  warn: (event, fields = {}) => logger.warn(fields, event),
  error: (event, fields = {}) => logger.error(fields, event),
  child: (fields) => wrap(logger.child(fields)),
});

const ignore = (): void => {};

/** For tests and for callers who want no log. */
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};
