import { canBeReadOnly } from './read-only';

/** What a green rehearsal says nothing about. Said in every report. */
export const NOT_REHEARSED: readonly string[] = [
  'Networks: security groups and subnets. Everything is on loopback.',
  'The image of the worker: its own lines of the Dockerfile make the same files, but Docker builds nothing, and nothing runs on ARM or without root.',
  ...(canBeReadOnly() ? [] : ['The read-only disk: this kernel allows no mounts of a process.']),
  'Policies of file systems and event buses, and boundaries of permissions.',
  'Roles that only AWS takes on: those by which it fetches images, writes logs, deploys stacks.',
  'API Gateway’s own validation, throttling, quotas, firewall and logs; Lambda’s limits of time and memory.',
  'Times, sizes and quotas of AWS: how long a database takes to be made, a failover, scaling, alarms.',
  'Several accounts: tools, staging and prod are one here.',
];
