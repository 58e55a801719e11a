import type { SchemaObject } from 'ajv';

/*
 * ElastiCache user guide, "Supported node types", "Supported engines and versions" and "Engine specific
 * parameters" (read in November 2026). Tokyo has both node families (AWS price list).
 */
export const cacheValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::ElastiCache::ReplicationGroup': {
    required: ['CacheSubnetGroupName', 'CacheParameterGroupName'],
    properties: {
      Engine: { enum: ['redis'] },
      EngineVersion: { enum: ['7.0', '7.1'] },
      CacheNodeType: {
        type: 'string',
        pattern: '^cache\\.(t4g\\.(micro|small|medium)|[mr]7g\\.(large|(2|4|8|12|16)?xlarge))$',
      },
    },
    // a replica must be there to fail over to
    if: { properties: { AutomaticFailoverEnabled: { const: true } } },
    then: { properties: { NumCacheClusters: { minimum: 2 } } },
  },
  'AWS::ElastiCache::ParameterGroup': {
    properties: {
      CacheParameterGroupFamily: { enum: ['redis7'] },
      Properties: {
        additionalProperties: false,
        properties: {
          'maxmemory-policy': {
            enum: [
              'volatile-lru',
              'allkeys-lru',
              'volatile-lfu',
              'allkeys-lfu',
              'volatile-random',
              'allkeys-random',
              'volatile-ttl',
              'noeviction',
            ],
          },
        },
      },
    },
  },
};
