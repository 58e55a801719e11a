import type { PolicyRule } from '../../policy-rule';
import { actionResource } from './action-resource';
import { alarms } from './alarms';
import { deadLetters } from './dead-letters';
import { imports } from './imports';
import { invocations } from './invocations';
import { keyAdministration } from './key-administration';
import { namedByText } from './named-by-text';
import { pipelineVariables } from './pipeline-variables';
import { roleTrust } from './role-trust';
import { routes } from './routes';
import { taskParts } from './task-parts';
import { uniqueNames } from './unique-names';
import { values } from './values';
import { windows } from './windows';
import { zoneNames } from './zone-names';

/** What CloudFormation takes, and a service refuses or never uses. */
export const DEPLOY_RULES: readonly PolicyRule[] = [
  values,
  windows,
  zoneNames,
  taskParts,
  deadLetters,
  invocations,
  routes,
  roleTrust,
  actionResource,
  keyAdministration,
  alarms,
  namedByText,
  pipelineVariables,
  imports,
  uniqueNames,
];
