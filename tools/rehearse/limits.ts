/** What a green rehearsal says nothing about. Said in every report. */
export const NOT_REHEARSED: readonly string[] = [
  'Networks: security groups, subnets, endpoints and their policies. Everything is on loopback.',
  ...(process.arch === 'arm64'
    ? []
    : [`ARM: the image is built and run for this machine's ${process.arch}.`]),
  'Conditions of policies: an Allow counts as met, a Deny as not. A path in a condition that is misspelt goes unnoticed.',
  'Policies of buckets, queues, keys and of the network’s endpoints. Trust is looked at, and the key of a bucket or a queue is asked for in the name of the caller.',
  'Roles that only AWS takes on: those by which it fetches images, writes logs, deploys stacks.',
  'API Gateway’s own validation, throttling, quotas, firewall and logs; Lambda’s limits of time and memory.',
  'Times, sizes and quotas of AWS: how long a database takes to be made, a failover, scaling, alarms.',
  'Several accounts: tools, staging and prod are one here.',
];
