import { EnvironmentError, readEnvironment } from '../../src/runtime/environment';

const ARN = 'arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:keys-AbCdEf';

test('variables are read under the names that the constructs set', () => {
  expect(
    readEnvironment(['apiKeysSecretArn', 'workerConcurrency'], {
      API_KEYS_SECRET_ARN: ARN,
      WORKER_CONCURRENCY: '4',
      OTHER: 'x',
    }),
  ).toEqual({ apiKeysSecretArn: ARN, workerConcurrency: 4 });
});

test('what has a default may be missing', () => {
  expect(readEnvironment(['logLevel', 'redisSecretArn'], {})).toEqual({
    logLevel: 'info',
    redisSecretArn: undefined,
  });
});

test('all that is wrong is said at once, by name', () => {
  const read = () =>
    readEnvironment(['bucketName', 'queueUrl', 'workerConcurrency'], {
      QUEUE_URL: 'nowhere',
      WORKER_CONCURRENCY: '0',
    });
  expect(read).toThrow(EnvironmentError);
  expect(read).toThrow(/'BUCKET_NAME': is not set; 'QUEUE_URL': .+; 'WORKER_CONCURRENCY': .+/);
});

test('an empty variable counts as one that was forgotten', () => {
  expect(() => readEnvironment(['bucketName'], { BUCKET_NAME: '' })).toThrow(
    "'BUCKET_NAME': is not set",
  );
  expect(readEnvironment(['logLevel'], { LOG_LEVEL: '' }).logLevel).toBe('info');
});

test('a value is never told, as it may hold a password', () => {
  const source = { DATABASE_URL: 'mysql://api:hunter2@db/video' };
  expect(() => readEnvironment(['databaseUrl'], source)).toThrow("'DATABASE_URL'");
  expect(() => readEnvironment(['databaseUrl'], source)).not.toThrow('hunter2');
});
