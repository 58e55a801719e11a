/** What a green rehearsal says nothing about. Said in every report. */
export const NOT_REHEARSED: readonly string[] = [
  'Networks: security groups and subnets. Everything is on loopback.',
  ...(process.arch === 'arm64'
    ? []
    : [`ARM: the image is built and run for this machine's ${process.arch}.`]),
  'Policies of file systems and event buses, and boundaries of permissions.',
  'Roles that only AWS takes on: those by which it fetches images, writes logs, deploys stacks.',
  'API Gateway’s own validation, throttling, quotas, firewall and logs; Lambda’s limits of time and memory.',
  'Times, sizes and quotas of AWS: how long a database takes to be made, a failover, scaling, alarms.',
  'Bringing back what a destroy has kept: restoring a database, importing a bucket and a key.',
  'Several accounts: that of the tools and those of the environments are one here.',
];
