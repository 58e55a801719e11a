import { environmentNames } from '../../src/runtime/environment';
import type { Checkout } from './checkout';
import { CHANGE_VARIABLE, RAISED_CONCURRENCY } from './configuration';
import { Deployment } from './deployment';
import type { PipelineRunner } from './pipeline-runner';
import type { Rehearsal } from './rehearsal';

/**
 * A revision in which a worker takes one video more at a time, and whose pipeline watches alarms for less after
 * a release. @returns its assembly, judged as in every run
 */
export async function synthChange(
  runner: PipelineRunner,
  { directory }: Checkout,
): Promise<string> {
  return (await runner.build('Synth', directory, { [CHANGE_VARIABLE]: 'true' })).output;
}

/**
 * Deploys a changed revision over what is deployed, and starts the environment anew: another task definition,
 * a migration that finds its work done.
 * @throws unless the service names what has changed
 */
export async function deployChange(
  rehearsal: Rehearsal,
  assembly: string,
  suffix: string,
): Promise<string> {
  const { toolkit, emulator } = rehearsal;
  await toolkit.deploy(assembly, `PipelineStack/StreamTech-${suffix}/*`);
  const deployment = new Deployment(emulator.record, suffix);
  const service = deployment.one('AWS::ECS::Service').properties;
  const definition = deployment.named(
    'AWS::ECS::TaskDefinition',
    String(service['TaskDefinition']),
  );
  const variables = JSON.stringify(definition.properties['ContainerDefinitions']);
  const wanted = `{"Name":"${environmentNames.workerConcurrency}","Value":"${RAISED_CONCURRENCY}"}`;
  if (!variables.includes(wanted)) {
    throw new Error(`the service must run a task with ${wanted}, and names an older one`);
  }
  await rehearsal.start(suffix, assembly);
  await rehearsal.stop(suffix);
  return `${definition.name ?? ''} took the place of the one before`;
}
