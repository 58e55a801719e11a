import { type Fault, remove, set } from './fault';

export const databaseFaults: readonly Fault[] = [
  [
    'a database version that does not exist',
    set('DatabaseInstance', 'EngineVersion', '17.99'),
    'E9006',
  ],
  [
    'a database version that is no longer made',
    set('DatabaseInstance', 'EngineVersion', '17.1'),
    'cfn-lint W3691',
  ],
  [
    'an instance class that does not exist',
    set('DatabaseInstance', 'DBInstanceClass', 'db.t9.medium'),
    'E3025',
  ],
  [
    'an instance class that PostgreSQL 17 lacks',
    set('DatabaseInstance', 'DBInstanceClass', 'db.t2.medium'),
    'E3062',
  ],
  ['a database in no subnet group', remove('DatabaseInstance', 'DBSubnetGroupName'), 'Values'],
  [
    'a reserved user name of a database',
    set('DatabaseInstance', 'MasterUsername', 'rdsadmin'),
    'Values',
  ],
  [
    'a user name of a database that is a reserved word',
    set('DatabaseInstance', 'MasterUsername', 'admin'),
    'Values',
  ],
  [
    'a user name of a database that starts with a digit',
    set('DatabaseInstance', 'MasterUsername', '1streamtech'),
    'F3031',
  ],
  [
    'a database name that is a reserved word',
    set('DatabaseInstance', 'DBName', 'select'),
    'Values',
  ],
  [
    'a database parameter that does not exist',
    set('DatabaseParameters', 'Parameters/log_min_duration_statment', '500'),
    'Values',
  ],
  [
    'a parameter family that does not exist',
    set('DatabaseParameters', 'Family', 'postgresql17'),
    'rds_family_of_the_engine',
  ],
  [
    'a parameter family of another version',
    set('DatabaseParameters', 'Family', 'postgres16'),
    'rds_family_of_the_engine',
  ],
  [
    'IOPS on a small volume',
    set('DatabaseInstance', 'Iops', 12_000),
    'rds_small_gp3_takes_no_iops',
  ],
  ['provisioned IOPS without a number', set('DatabaseInstance', 'StorageType', 'io1'), 'Values'],
  ['a storage type that does not exist', set('DatabaseInstance', 'StorageType', 'gp4'), 'Values'],
  ['storage under the least', set('DatabaseInstance', 'AllocatedStorage', '5'), 'Values'],
  [
    'storage that may grow to less than it is',
    set('DatabaseInstance', 'MaxAllocatedStorage', 10),
    'Windows',
  ],
  [
    'backups in the maintenance window',
    set('DatabaseInstance', 'PreferredBackupWindow', '19:30-20:30'),
    'Windows',
  ],
  [
    'a backup window that is too short',
    set('DatabaseInstance', 'PreferredBackupWindow', '18:00-18:10'),
    'Windows',
  ],
  ['backups kept for too long', set('DatabaseInstance', 'BackupRetentionPeriod', 36), 'E3719'],
  [
    'a maintenance window that is none',
    set('DatabaseInstance', 'PreferredMaintenanceWindow', 'Sonntag'),
    'Windows',
  ],
  [
    'a monitoring interval that does not exist',
    set('DatabaseInstance', 'MonitoringInterval', 45),
    'Values',
  ],
  ['monitoring without a role', remove('DatabaseInstance', 'MonitoringRoleArn'), 'Values'],
  [
    'a retention of insights that does not exist',
    set('DatabaseInstance', 'PerformanceInsightsRetentionPeriod', 8),
    'W3030',
  ],
  [
    'a log that PostgreSQL does not have',
    set('DatabaseInstance', 'EnableCloudwatchLogsExports', ['error']),
    'Values',
  ],
  [
    'a certificate that has ended',
    set('DatabaseInstance', 'CACertificateIdentifier', 'rds-ca-2019'),
    'Values',
  ],
  ['one zone of the subnets of a database', remove('DatabaseSubnets', 'SubnetIds/1'), 'Zones'],
];
