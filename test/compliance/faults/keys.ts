import { all, copy, type Fault, idIn, resourceIn, set } from './fault';

export const keyFaults: readonly Fault[] = [
  [
    'a key that nobody can manage',
    set('DataKey', 'KeyPolicy/Statement/0/Principal', { Service: 'rds.amazonaws.com' }),
    'KeyAdministration',
  ],
  [
    'a key whose policy names a resource',
    set('DataKey', 'KeyPolicy/Statement/0/Resource', { 'Fn::GetAtt': ['DataKey', 'Arn'] }),
    'F1020',
  ],
  ['a key deleted sooner than KMS allows', set('DataKey', 'PendingWindowInDays', 3), 'F3034'],
  ['a rotation more often than KMS allows', set('DataKey', 'RotationPeriodInDays', 30), 'F3034'],
  ['a retention of logs that does not exist', set('DatabaseLog', 'RetentionInDays', 31), 'W3030'],
  ['two resources of a name', all(copy('DatabaseLog', 'Twin')), 'E3019'],
  [
    'a dependency on nothing',
    (template) =>
      Object.assign(resourceIn(template, 'DatabaseInstance'), { DependsOn: ['DatabaseLogs'] }),
    'E3005',
  ],
  [
    'two resources that wait for each other',
    (template) =>
      Object.assign(resourceIn(template, 'DatabaseSubnets'), {
        DependsOn: [idIn(template, 'DatabaseInstance')],
      }),
    'F3004',
  ],
  [
    'an export of a name twice',
    (template) => {
      const [first, second] = Object.values(template.Outputs).filter((output) => output.Export);
      if (first?.Export && second?.Export) second.Export.Name = first.Export.Name;
    },
    'Imports',
  ],
  [
    'an import of what nobody exports',
    set('DatabaseInstance', 'VPCSecurityGroups/0', {
      'Fn::ImportValue': 'StreamTech-staging-Network:Nothing',
    }),
    'Imports',
  ],
  ['a property that a type lacks', set('DatabaseInstance', 'MultiZone', true), 'F3002'],
  [
    'a type that does not exist',
    (template) =>
      Object.assign(resourceIn(template, 'DatabaseSubnets'), { Type: 'AWS::RDS::SubnetGroup' }),
    'F3006',
  ],
  [
    'a reference to nothing',
    set('DatabaseInstance', 'DBSubnetGroupName', { Ref: 'DatabaseSubnet' }),
    'F1020',
  ],
];
