import type { PolicyRule } from '../../policy-rule';
import { asRecord, at, listOf, repeatedIn } from '../../template-values';

/** ECS refuses the definition, or starts no task of it. (ECS API reference, RegisterTaskDefinition.) */
export const taskParts: PolicyRule = {
  id: 'TaskParts',
  statement: 'A task must have the volumes and containers that its containers name, each once.',
  reason: 'ECS refuses a task definition that names a part which is not there.',
  check: ({ type, properties }) => {
    if (type !== 'AWS::ECS::TaskDefinition') return 'not applicable';
    const containers = listOf(properties['ContainerDefinitions']).map(asRecord);
    const names = containers.map(({ Name: name }) => name);
    const volumes = listOf(properties['Volumes']).map((each) => at(asRecord(each), 'Name'));
    const mounted = containers.flatMap((each) => fieldOf(each['MountPoints'], 'SourceVolume'));
    const dependencies = containers.flatMap((each) => fieldOf(each['DependsOn'], 'ContainerName'));
    return [
      ...mounted.filter((each) => !volumes.includes(each)).map((each) => `volume ${String(each)}`),
      ...dependencies
        .filter((each) => !names.includes(each))
        .map((each) => `container ${String(each)}`),
      ...repeatedIn([...volumes, ...names]).map((each) => `${String(each)} twice`),
    ];
  },
};

function fieldOf(list: unknown, field: string): unknown[] {
  return listOf(list).map((each) => at(asRecord(each), field));
}
