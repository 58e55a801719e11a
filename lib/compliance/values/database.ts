import type { SchemaObject } from 'ajv';

/*
 * RDS user guide, "Working with parameters on your RDS for PostgreSQL DB instance"; API reference,
 * CreateDBInstance (read in November 2026). Engine versions and instance classes are known to the validator
 * and to cfn-lint.
 */
export const databaseValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::RDS::DBInstance': {
    required: ['DBSubnetGroupName', 'DBParameterGroupName', 'VPCSecurityGroups'],
    properties: {
      DBName: { $ref: '#/$defs/name' },
      MasterUsername: { $ref: '#/$defs/name', maxLength: 16 },
      StorageType: { enum: ['gp3', 'io1', 'io2'] },
      // GiB, at least 20 for gp3
      AllocatedStorage: { type: 'string', pattern: '^([2-9]\\d|[1-9]\\d{2,4})$' },
      MonitoringInterval: { enum: [0, 1, 5, 10, 15, 30, 60] },
      EnableCloudwatchLogsExports: { items: { enum: ['postgresql', 'upgrade'] } },
      // rds-ca-2019 expired in August 2024
      CACertificateIdentifier: {
        enum: ['rds-ca-rsa2048-g1', 'rds-ca-rsa4096-g1', 'rds-ca-ecc384-g1'],
      },
    },
    allOf: [
      {
        if: { properties: { StorageType: { enum: ['io1', 'io2'] } }, required: ['StorageType'] },
        then: { required: ['Iops'] },
      },
      {
        if: { properties: { MonitoringInterval: { type: 'number', exclusiveMinimum: 0 } } },
        then: { required: ['MonitoringRoleArn'] },
      },
    ],
    $defs: {
      name: {
        type: 'string',
        pattern: '^[a-zA-Z]\\w*$',
        // rds… and admin are reserved by RDS, the others by PostgreSQL 17 (manual, appendix C)
        not: {
          pattern:
            '^([Rr][Dd][Ss].*|admin|all|analyse|analyze|and|any|array|as|asc|both|case|cast|check|column|create|current_user|default|desc|distinct|do|else|end|except|false|for|from|grant|group|having|in|limit|not|null|only|or|order|primary|references|select|session_user|some|table|then|to|true|union|unique|user|using|when|where|with)$',
        },
      },
    },
  },
  'AWS::RDS::DBParameterGroup': {
    properties: {
      Parameters: {
        additionalProperties: false,
        properties: {
          'rds.force_ssl': { enum: ['0', '1'] },
          // milliseconds; -1 is off
          log_min_duration_statement: { type: 'string', pattern: '^(-1|\\d{1,10})$' },
        },
      },
    },
  },
};
