import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { asRecord, at, listOf } from '../template-values';

const HTTPS = 443;
const ANYONE = new Set(['0.0.0.0/0', '::/0']);

export const publicIngress: PolicyRule = {
  id: 'PublicIngress',
  statement: 'The internet must reach nothing but port 443 of the public edge.',
  reason: 'Workloads and stores are in isolated subnets; the API is the one way in.',
  check: (subject) => CHECKS[subject.type]?.(subject.properties) ?? 'not applicable',
};

const CHECKS: Readonly<Record<string, (properties: Subject['properties']) => string[]>> = {
  'AWS::EC2::SecurityGroup': ({ SecurityGroupIngress: rules }) =>
    listOf(rules).flatMap((rule) => openPort(asRecord(rule))),
  'AWS::EC2::SecurityGroupIngress': openPort,
  'AWS::EC2::Subnet': (properties) => propertyIs(properties, 'MapPublicIpOnLaunch', true),
  'AWS::ECS::Service': (properties) =>
    propertyIs(properties, 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'ENABLED'),
  'AWS::RDS::DBInstance': (properties) => propertyIs(properties, 'PubliclyAccessible', true),
};

function openPort(rule: Subject['properties']): string[] {
  const { CidrIp: ipv4, CidrIpv6: ipv6, FromPort: from, ToPort: to } = rule;
  const isPublic = ANYONE.has(String(ipv4)) || ANYONE.has(String(ipv6));
  const isHttps = from === HTTPS && to === HTTPS;
  return isPublic && !isHttps ? [`port ${portOf(from)}-${portOf(to)}`] : [];
}

function portOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : 'any';
}

function propertyIs(properties: Subject['properties'], path: string, bad: unknown): string[] {
  return at(properties, path) === bad ? [path] : [];
}
