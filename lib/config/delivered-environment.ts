import * as z from 'zod';
import type { EnvironmentConfig } from './environment-config';
import { oneOf, secretArn } from './fields';

export const deliverySchema = z.strictObject({
  /** Who lets a revision in: whatever was before has passed, or a person, who sees what would change. */
  approval: oneOf(['none', 'by-a-person']),

  /**
   * Existing secret in the environment's account, JSON: `readKey`, `writeKey`. With it the integration tests
   * run after a deploy.
   */
  integrationKeysSecretArn: z.literal('none').or(secretArn),

  /** Whether a request is made after a deploy. What the policies have said of it is then on record. */
  smokeTest: oneOf(['none', 'run']),

  /** Whether a release is taken back when an alarm goes into ALARM soon after its deploy. */
  alarms: oneOf(['unwatched', 'watched']),

  /**
   * `audited`: programmes are in it. The policies then want it protected, its logs kept for a year and a
   * person asked before it changes. The last environment, production, must be.
   */
  audit: oneOf(['none', 'audited']),
});

/** An environment that the pipeline deploys, and how. */
export interface DeliveredEnvironment extends Readonly<z.output<typeof deliverySchema>> {
  /** What is deployed, and where. */
  readonly config: EnvironmentConfig;
}
