import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CanaryApi } from '../canary/canary-api';
import { runCanary } from '../canary/run-canary';
import { systemClock } from '../runtime/clock';
import { readEnvironment } from '../runtime/environment';
import { emfMetrics } from '../runtime/metrics';
import { secretField } from '../runtime/secrets';

/* One clip through the whole platform, by a schedule. What fails is an error of the function. */

const { environmentSuffix, apiUrl, canaryKeySecretArn } = readEnvironment([
  'environmentSuffix',
  'apiUrl',
  'canaryKeySecretArn',
]);
const api = new CanaryApi(apiUrl.replace(/\/$/, ''), secretField(canaryKeySecretArn, 'key'));
const clip = new Uint8Array(readFileSync(path.join(__dirname, 'clip.mp4')));
const metrics = emfMetrics(environmentSuffix);

export async function handler(): Promise<void> {
  await runCanary({ api, clip, metrics, clock: systemClock });
}
