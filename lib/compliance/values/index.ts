import type { SchemaObject } from 'ajv';
import { apiValues } from './api';
import { buildValues } from './builds';
import { cacheValues } from './cache';
import { databaseValues } from './database';
import { eventValues } from './events';
import { monitoringValues } from './monitoring';
import { networkValues } from './network';
import { storageValues } from './storage';
import { taskValues } from './tasks';

/** JSON Schemas of properties, by resource type: what CloudFormation's own schemas leave open. */
export const SCHEMAS: Readonly<Record<string, SchemaObject>> = {
  ...apiValues,
  ...buildValues,
  ...cacheValues,
  ...databaseValues,
  ...eventValues,
  ...monitoringValues,
  ...networkValues,
  ...storageValues,
  ...taskValues,
};
