import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface TrafficRulesProps extends EnvironmentProps {
  /** The network that the rules are for. */
  readonly vpc: ec2.IVpc;
}

/**
 * Addresses of S3 in Tokyo, as the gateway endpoint routes them. AWS has one such list in a region
 * and its id never changed; a look-up would need credentials at synth.
 */
const S3_IN_TOKYO = ec2.Peer.prefixList('pl-61a54008');

const HTTPS = ec2.Port.tcp(443);
const POSTGRES = ec2.Port.tcp(5432);
const REDIS = ec2.Port.tcp(6379);
const NFS = ec2.Port.tcp(2049);

/** A security group per role, and a rule for each pair that talks. What is not here is refused. */
export class TrafficRules extends Construct {
  /** The tasks that process videos. */
  readonly worker: ec2.ISecurityGroup;
  /** The task that deletes what need not be kept any more. */
  readonly retention: ec2.ISecurityGroup;
  /** The task that migrates the database. */
  readonly migration: ec2.ISecurityGroup;
  /** The function behind the API. */
  readonly api: ec2.ISecurityGroup;
  /** PostgreSQL. */
  readonly database: ec2.ISecurityGroup;
  /** Redis. */
  readonly cache: ec2.ISecurityGroup;
  /** The mount targets of the scratch files. */
  readonly scratch: ec2.ISecurityGroup;
  /** The way to AWS APIs. */
  readonly endpoints: ec2.ISecurityGroup;

  constructor(scope: Construct, id: string, props: TrafficRulesProps) {
    super(scope, id);
    const group = (baseName: string, description: string) => ({
      vpc: props.vpc,
      securityGroupName: nameOf(baseName, props.environmentSuffix),
      description,
      allowAllOutbound: false,
    });
    this.worker = new ec2.SecurityGroup(this, 'Worker', group('worker', 'Worker tasks'));
    this.retention = new ec2.SecurityGroup(this, 'Retention', group('retention', 'Retention task'));
    this.migration = new ec2.SecurityGroup(this, 'Migration', group('migration', 'Migration task'));
    this.api = new ec2.SecurityGroup(this, 'Api', group('api', 'API function'));
    this.database = new ec2.SecurityGroup(this, 'Database', group('database', 'PostgreSQL'));
    this.cache = new ec2.SecurityGroup(this, 'Cache', group('cache', 'Redis'));
    this.scratch = new ec2.SecurityGroup(this, 'Scratch', group('scratch', 'EFS mount targets'));
    this.endpoints = new ec2.SecurityGroup(this, 'Endpoints', group('endpoints', 'AWS endpoints'));

    for (const client of [this.worker, this.retention, this.migration, this.api]) {
      client.connections.allowTo(this.database, POSTGRES, 'metadata');
      client.connections.allowTo(this.endpoints, HTTPS, 'AWS APIs');
      client.connections.allowTo(S3_IN_TOKYO, HTTPS, 'objects and image layers');
    }
    for (const client of [this.worker, this.retention, this.api]) {
      client.connections.allowTo(this.cache, REDIS, 'cached metadata');
    }
    this.worker.connections.allowTo(this.scratch, NFS, 'scratch files');
  }
}
