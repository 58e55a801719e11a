/*
 * Loaded into a worker before anything else: collects garbage every ten seconds. Left alone, V8 lets it
 * grow as long as there is room, and a worker's memory tells little of what the worker keeps.
 */
const { setInterval } = require('node:timers');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
setInterval(runInNewContext('gc'), 10_000).unref();
