import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import type { EnvironmentConfig } from '../../lib/config/environment-config';
import { dev, environments, prod, staging } from '../../lib/config/environments';
import { serviceLinkedRoles } from '../../lib/config/service-linked-roles';
import { pipelineTemplate, stagesOf } from '../support/factories/pipeline';
import { allResources, reader, type Resource } from '../support/templates';

/*
 * What a new account has is less than the quotas that AWS prints as its defaults. `dev`, `staging` and the
 * pipeline deploy into one as it is; what `prod` needs more is for its owner to ask for.
 */

/** Lambda keeps so many free of reservations, and a new account may have no more than 10 in all. */
const UNRESERVED = 100;
const LAMBDA_QUOTA = 1000;
/** Fargate On-Demand, for the vCPUs of an account that has not run any. */
const FARGATE_VCPUS = 6;

describe('in a new account', () => {
  it.each([dev, staging])('$environmentSuffix reserves no instance of a function', (config) => {
    expect(reserved(config)).toEqual([]);
  });

  it.each([dev, staging])('$environmentSuffix runs within the vCPUs of Fargate', (config) => {
    const vcpus = resourcesOf(config)
      .filter(({ type }) => type === 'AWS::ECS::TaskDefinition')
      .map(({ id, properties }) => {
        const tasks = id.includes('Worker') ? DEPLOYING * config.workerMaxTasks : 1;
        return (tasks * Number(properties['Cpu'])) / 1024;
      });
    expect(vcpus.length).toBeGreaterThan(2);
    expect(vcpus.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(FARGATE_VCPUS);
  });

  describe('the pipeline', () => {
    let template: Template;
    beforeAll(() => {
      template = pipelineTemplate();
    });

    it('reserves no instance of a function', () => {
      for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
        expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
      }
    });

    it('runs one build at a time', () => {
      const together = stagesOf(template).flatMap(({ Name, Actions }) => {
        const builds = Actions.filter(({ ActionTypeId }) => ActionTypeId.Provider === 'CodeBuild');
        const orders = builds.map(({ RunOrder }) => RunOrder);
        return new Set(orders).size === orders.length ? [] : [Name];
      });
      expect(together).toEqual([]);
    });

    it('pulls no image from Docker Hub, which refuses the addresses of builds', () => {
      const images = Object.values(template.findResources('AWS::CodeBuild::Project')).map(
        ({ Properties }) => String(reader(Properties)('Environment/Image')),
      );
      expect(images.length).toBeGreaterThan(10);
      expect(images.filter((image) => !/^(aws\/codebuild|public\.ecr\.aws)\//.test(image))).toEqual(
        [],
      );
    });
  });
});

it('knows the role of every service that makes one at its first use', () => {
  const pipeline = pipelineTemplate().toJSON() as { Resources: Record<string, { Type: string }> };
  const types = new Set([
    ...resourcesOf(dev).map(({ type }) => type),
    ...Object.values(pipeline.Resources).map(({ Type }) => Type),
  ]);
  expect(serviceLinkedRoles.filter(({ usedBy }) => !types.has(usedBy))).toEqual([]);
  const guide = readFileSync(join(__dirname, '../../docs/pipeline.md'), 'utf8');
  const services = /for service in ([\w. -]+); do/.exec(guide)?.[1]?.split(' ');
  expect(services?.map((name) => `${name}.amazonaws.com`)).toEqual(
    serviceLinkedRoles.map(({ service }) => service),
  );
});

it('prod leaves what Lambda keeps free', () => {
  const sum = reserved(prod).reduce((all, each) => all + each, 0);
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThanOrEqual(LAMBDA_QUOTA - UNRESERVED);
});

it('an account that has every environment leaves what Lambda keeps free', () => {
  const sum = environments.flatMap(reserved).reduce((all, each) => all + each, 0);
  expect(sum).toBeLessThanOrEqual(LAMBDA_QUOTA - UNRESERVED);
});

/** A deploy starts the new tasks before it stops the old ones. */
const DEPLOYING = 2;

/** Of a stage that is configured so, under the name of the tests. */
function resourcesOf(config: EnvironmentConfig): Resource[] {
  return allResources({ ...config, environmentSuffix: 'test' });
}

function reserved(config: EnvironmentConfig): number[] {
  return resourcesOf(config)
    .map(({ properties }) => properties['ReservedConcurrentExecutions'])
    .filter((value) => value !== undefined)
    .map(Number);
}
