import { Naming } from '../../../tools/destroy/names';

const naming = (suffix: string) => new Naming(suffix, ['dev', 'pr4', 'pr42', 'x-dev', 'prod']);

test.each([
  ['dev', 'streamtech-worker-dev'],
  ['dev', '/aws/rds/instance/streamtech-metadata-dev/postgresql'],
  ['dev', 'aws-waf-logs-streamtech-api-dev'],
  ['dev', '/aws/lambda/StreamTech-dev-Data-CustomS3AutoDeleteObjects-1a2B'],
  ['dev', 'arn:aws:iam::111111111111:role/streamtech-worker-task-dev'],
  ['x-dev', 'streamtech-worker-x-dev'],
  ['pr4', 'streamtech-worker-pr4'],
])('%s owns %s', (suffix, name) => {
  expect(naming(suffix).owns(name)).toBe(true);
});

test.each([
  ['dev', 'streamtech-worker-x-dev'],
  ['dev', 'streamtech-worker-dev2'],
  ['dev', '/aws/lambda/StreamTech-dev-2-Data-Custom'],
  ['dev', '/aws/lambda/other-dev'],
  ['dev', 'mystreamtech-worker-dev'],
  ['pr4', 'streamtech-worker-pr42'],
  ['pr4', '/aws/lambda/StreamTech-pr42-Data-CustomS3AutoDeleteObjects-1a2B'],
  ['pr42', 'streamtech-worker-pr4'],
])('%s does not own %s', (suffix, name) => {
  expect(naming(suffix).owns(name)).toBe(false);
});
