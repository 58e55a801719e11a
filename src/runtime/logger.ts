import pino from 'pino';

export type Logger = pino.Logger;

/**
 * JSON lines on standard output, as CloudWatch Logs Insights reads them. What could hold a credential
 * is removed by name, whoever logs it.
 */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['password', 'authorization', '*.password', '*.authorization', '*["x-api-key"]'],
        remove: true,
      },
    },
    destination ?? pino.destination(1),
  );
}

/**
 * A log for who serves many at a time: lines are gathered while the ones before are written, and what
 * is left is written as the process exits. Only a kill loses them.
 */
export function logFile(file: string): pino.DestinationStream {
  return pino.destination({ dest: file, sync: false });
}
