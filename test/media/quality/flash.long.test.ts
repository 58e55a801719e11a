import { describeFlashes } from './flash-contract';

/* The rates that flash.test.ts leaves; there are two that Japanese broadcasts have. */

describeFlashes([
  ['23.976', 24_000 / 1001],
  ['25', 25],
  ['50', 50],
  ['60', 60],
]);
