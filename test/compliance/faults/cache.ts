import { type Fault, remove, set } from './fault';

export const cacheFaults: readonly Fault[] = [
  ['a cache version that does not exist', set('CacheGroup', 'EngineVersion', '7.9'), 'Values'],
  [
    'a cache node that does not exist',
    set('CacheGroup', 'CacheNodeType', 'cache.t9.small'),
    'Values',
  ],
  [
    'a cache node that Tokyo lacks',
    set('CacheGroup', 'CacheNodeType', 'cache.c7gn.large'),
    'Values',
  ],
  [
    'a cache parameter family that does not exist',
    set('CacheParameters', 'CacheParameterGroupFamily', 'redis9'),
    'Values',
  ],
  [
    'a cache parameter family of another engine',
    set('CacheParameters', 'CacheParameterGroupFamily', 'valkey8'),
    'Values',
  ],
  [
    'a cache parameter that does not exist',
    set('CacheParameters', 'Properties/maxmemory-politics', 'noeviction'),
    'Values',
  ],
  [
    'a value that a cache parameter does not take',
    set('CacheParameters', 'Properties/maxmemory-policy', 'volatile-fifo'),
    'Values',
  ],
  ['failover of a cache with one node', set('CacheGroup', 'NumCacheClusters', 1), 'Values'],
  [
    'two zones of a cache without failover',
    set('CacheGroup', 'AutomaticFailoverEnabled', false),
    'elasticache_failover',
  ],
  [
    'a token of a cache without TLS',
    set('CacheGroup', 'TransitEncryptionEnabled', false),
    'elasticache_tls',
  ],
  ['a cache in no subnet group', remove('CacheGroup', 'CacheSubnetGroupName'), 'Values'],
  [
    'a cache name that is too long',
    set('CacheGroup', 'ReplicationGroupId', 'c'.repeat(41)),
    'elasticache_id_length',
  ],
  [
    'logs of a cache in a format that does not exist',
    set('CacheGroup', 'LogDeliveryConfigurations/0/LogFormat', 'yaml'),
    'W3030',
  ],
  [
    'a maintenance window of a cache that is too short',
    set('CacheGroup', 'PreferredMaintenanceWindow', 'sun:19:00-sun:19:30'),
    'Windows',
  ],
];
