import { createLogger, type Logger } from '../../src/runtime/logger';

export interface LogLine {
  readonly level: string;
  readonly msg: string;
}

/** A logger, and what was logged with it. */
export function recordingLogger(): { readonly logger: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const logger = createLogger('debug', {
    write: (line) => {
      lines.push(JSON.parse(line) as LogLine);
    },
  });
  return { logger, lines };
}
