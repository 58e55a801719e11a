/**
 * Connections to PostgreSQL that one process holds at most. What all of them come to is checked where an
 * environment is configured (lib/config/database-connections.ts).
 */
export const poolSizes = {
  /** An instance serves one request at a time, which asks one thing after another. */
  api: 1,
  /** Statements of milliseconds, of uploads that are measured for minutes. */
  worker: 3,
  /** One thing after another. */
  retention: 1,
} as const;
