import { apiFaults } from './api';
import { cacheFaults } from './cache';
import { databaseFaults } from './database';
import { eventFaults } from './events';
import type { Fault } from './fault';
import { functionFaults } from './functions';
import { keyFaults } from './keys';
import { monitoringFaults } from './monitoring';
import { networkFaults } from './network';
import { pipelineFaults } from './pipeline';
import { policyFaults } from './policies';
import { queueFaults } from './queues';
import { storageFaults } from './storage';
import { taskFaults } from './tasks';

/** By the stack whose template they break. */
export const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  Network: networkFaults,
  Data: [...cacheFaults, ...databaseFaults, ...storageFaults, ...keyFaults],
  Compute: [...taskFaults, ...queueFaults, ...eventFaults, ...functionFaults, ...policyFaults],
  Api: apiFaults,
  Monitoring: monitoringFaults,
  PipelineStack: pipelineFaults,
};
