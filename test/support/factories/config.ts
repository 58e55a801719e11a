import type { EnvironmentConfig } from '../../../lib/config/environment-config';
import { dev } from '../../../lib/config/environments';

/** A valid configuration named `test`, with what the test is about. */
export function aConfig(overrides: Partial<EnvironmentConfig> = {}): EnvironmentConfig {
  return { ...dev, environmentSuffix: 'test', ...overrides };
}
