import { all, type Fault, remove, set } from './fault';

export const functionFaults: readonly Fault[] = [
  ['a runtime that has ended', set('MigrationRunHandler', 'Runtime', 'nodejs14.x'), 'E2531'],
  ['more time than Lambda has', set('MigrationRunHandler', 'Timeout', 901), 'E3717'],
  ['a function without a handler', remove('MigrationRunHandler', 'Handler'), 'W2533'],
  [
    'a variable that Lambda keeps for itself',
    set('MigrationRunHandler', 'Environment/Variables/AWS_REGION', 'ap-northeast-1'),
    'E3663',
  ],
  [
    'a level of logs in plain text',
    all(
      set('MigrationRunHandler', 'LoggingConfig/LogFormat', 'Text'),
      set('MigrationRunHandler', 'LoggingConfig/ApplicationLogLevel', 'INFO'),
    ),
    'Values',
  ],
  ['a runtime that does not exist', set('MigrationRunHandler', 'Runtime', 'nodejs99.x'), 'W3030'],
  ['less memory than Lambda has', set('MigrationRunHandler', 'MemorySize', 64), 'F3034'],
];
