import type { EnvironmentConfig } from '../../lib/config/environment-config';
import { environmentFor, environments } from '../../lib/config/environments';
import { exampleSecretArn } from '../../lib/config/examples';
import { EnvironmentConfigError, validateEnvironment } from '../../lib/config/validate-environment';
import { aConfig } from '../support/factories/config';

const arn = (secret: string, region = 'ap-northeast-1', account = '111111111111') =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${secret}`;

const domain = {
  name: 'video.example.jp',
  certificateArn:
    'arn:aws:acm:ap-northeast-1:111111111111:certificate/0a1b2c3d-0123-4567-89ab-0123456789ab',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
};

describe('an environment', () => {
  it.each(environments.map((each) => [each.environmentSuffix, each] as const))(
    '%s of the repository is valid',
    (_, config) => {
      expect(validateEnvironment(config)).toBe(config);
    },
  );

  it.each(['a', 'dev', 'pr42', 'feature-x', 'abcdefghijklmnop'])("may be called '%s'", (suffix) => {
    expect(() => validateEnvironment(aConfig({ environmentSuffix: suffix }))).not.toThrow();
  });

  it.each(['', '4dev', '-dev', 'dev-', 'Dev', 'dev_1', 'dev.1', 'abcdefghijklmnopq', '本番'])(
    "may not be called '%s'",
    (suffix) => {
      expect(() => validateEnvironment(aConfig({ environmentSuffix: suffix }))).toThrow(
        /'environmentSuffix' must/,
      );
    },
  );

  it.each([
    ['region', 'us-east-1', `'region' must be "ap-northeast-1", got "us-east-1"`],
    ['account', '1234', `'account' must be the 12 digits of an AWS account, got "1234"`],
    ['databaseSecretArn', arn('db'), /'databaseSecretArn' must be the complete ARN/],
    ['cacheSecretArn', arn('cache-AbCdEf', 'us-east-1'), /'cacheSecretArn' must be the complete/],
    ['apiKeysSecretArn', 'my-secret', /'apiKeysSecretArn' must be the complete ARN/],
    ['secretsKeyArn', 'alias/aws/secretsmanager', /'secretsKeyArn' must be 'aws-managed' or/],
    ['cacheNodes', 1, "'cacheNodes' must be 2 to 6, got 1"],
    [
      'databaseMaxStorageGib',
      21,
      "'databaseMaxStorageGib' must be a tenth more than 'databaseStorageGib' (20), 22 at least, got 21",
    ],
    ['databaseStorageGib', 400, "'databaseStorageGib' must be 20 to 399, got 400"],
    ['databaseInstanceType', 'm5.large', /'databaseInstanceType' must be a Graviton type/],
    ['logRetentionDays', 42, /'logRetentionDays' must be 7 or 14 or .*, got 42/],
    ['alarmEmail', 'nobody', `'alarmEmail' must be an e-mail address, got "nobody"`],
    [
      'allowedOrigins',
      ['https://a.example', 'https://*.example'],
      /'allowedOrigins\.1' must be an https origin, .* got "https:\/\/\*\.example"/,
    ],
    [
      'domain',
      undefined,
      /'domain' must be 'none' or \{ name, certificateArn, hostedZoneId \}, got/,
    ],
    ['apiConcurrency', 451, `'apiConcurrency' must be 1 to 450 or 'unreserved', got 451`],
    [
      'dataProtection',
      undefined,
      `'dataProtection' must be "disposable" or "protected", got undefined`,
    ],
    ['workerMinTasks', 0, "'workerMinTasks' must be 1 to 100, got 0"],
  ])("is refused with a wrong '%s'", (name, value, message) => {
    expect(() => validateEnvironment(aConfig({ [name]: value }))).toThrow(message);
  });

  it('is refused when its limits contradict each other', () => {
    const config = aConfig({ workerMinTasks: 5, workerMaxTasks: 4 });
    expect(() => validateEnvironment(config)).toThrow(
      "'workerMaxTasks' must be at least 'workerMinTasks' (5), got 4",
    );
  });

  it('is refused when a deploy could open more connections than the database takes', () => {
    const busy = { databaseInstanceType: 'm7g.large', workerMaxTasks: 40 };
    const problem = (config: Partial<EnvironmentConfig>) => () =>
      validateEnvironment(aConfig({ ...busy, ...config }));
    expect(problem({ apiConcurrency: 275 })).not.toThrow();
    expect(problem({ apiConcurrency: 276 })).toThrow(
      "'databaseInstanceType' 'm7g.large' takes some 800 connections, and 802 are planned while a release replaces another: lower 'apiConcurrency' or 'workerMaxTasks', or take a larger one",
    );
    expect(problem({ apiConcurrency: 276, databaseInstanceType: 'r7g.large' })).not.toThrow();
    expect(problem({ apiConcurrency: 'unreserved', apiRequestsPerSecond: 138 })).toThrow(
      "lower 'apiRequestsPerSecond' or 'workerMaxTasks'",
    );
    expect(problem({ databaseInstanceType: 'z1g.large' })).toThrow(
      "'databaseInstanceType' must be of a family t, m, r or x, got 'z1g.large'",
    );
  });

  it('is refused when a secret is in another account', () => {
    const config = aConfig({ cacheSecretArn: arn('c-AbCdEf', 'ap-northeast-1', '999999999999') });
    expect(() => validateEnvironment(config)).toThrow(
      /'cacheSecretArn' must be in account 111111111111/,
    );
  });

  it.each([
    [
      { name: 'Video.example.jp' },
      /'domain.name' must be a domain name in lower case, .* got "Video/,
    ],
    [{ name: '*.example.jp' }, /'domain.name' must be .* with no wildcard, got/],
    [
      { certificateArn: domain.certificateArn.replace('ap-northeast-1', 'us-east-1') },
      /'domain.certificateArn' must be the ARN of a certificate in ap-northeast-1, got/,
    ],
    [
      { hostedZoneId: 'example.jp' },
      /'domain.hostedZoneId' must be 'elsewhere' or the id of a zone/,
    ],
    [{ stage: 'prod' }, /'stage' must be removed/],
  ])('is refused with a domain with %j', (change, message) => {
    const config = aConfig({ domain: { ...domain, ...change } });
    expect(() => validateEnvironment(config)).toThrow(message);
  });

  it('is refused when its certificate is in another account', () => {
    const certificateArn = domain.certificateArn.replace('111111111111', '999999999999');
    expect(() => validateEnvironment(aConfig({ domain: { ...domain, certificateArn } }))).toThrow(
      /'domain\.certificateArn' must be in account 111111111111, got 'arn:/,
    );
    expect(() => validateEnvironment(aConfig({ domain }))).not.toThrow();
  });

  it.each([
    [{ name: 'x' }, /'identityProvider.name' must be 3 to 32 letters/],
    [{ issuer: 'http://login.example.jp' }, /'identityProvider.issuer' must be an https address/],
    [{ clientId: '' }, /'identityProvider.clientId' must not be empty/],
    [{ clientSecret: 'a' }, /'clientSecret' must be removed/],
    [{ secretArn: 'arn:aws:x' }, /'identityProvider.secretArn' must be the complete ARN/],
    [
      { secretArn: exampleSecretArn('999999999999', 'test/identity-provider') },
      /'identityProvider.secretArn' must be in account 111111111111, got 'arn:/,
    ],
  ])('is refused with an identity provider with %j', (change, message) => {
    const identityProvider = {
      name: 'Organisation',
      issuer: 'https://login.example.jp',
      clientId: 'streamtech',
      secretArn: exampleSecretArn('111111111111', 'test/identity-provider'),
    };
    const config = aConfig({ identityProvider: { ...identityProvider, ...change } });
    expect(() => validateEnvironment(config)).toThrow(message);
    expect(() => validateEnvironment(aConfig({ identityProvider }))).not.toThrow();
  });

  it.each(['aws-test', 'my-amazon', 'cognito'])(
    "is refused with the suffix '%s', which no address of a user pool may hold",
    (environmentSuffix) => {
      expect(() => validateEnvironment(aConfig({ environmentSuffix }))).toThrow(
        /'environmentSuffix' must not contain '(aws|amazon|cognito)', got/,
      );
    },
  );

  it('is refused with a setting that does not exist', () => {
    const config = { ...aConfig(), databaseSize: 'big' };
    expect(() => validateEnvironment(config)).toThrow(/'databaseSize' must be removed/);
  });

  it('hears of everything that is wrong at once', () => {
    const config = aConfig({ cacheNodes: 1, alarmEmail: 'nobody' });
    expect(() => validateEnvironment(config)).toThrow(EnvironmentConfigError);
    expect(() => validateEnvironment(config)).toThrow(/'cacheNodes'.*; 'alarmEmail'/);
  });
});

describe("a developer's own copy", () => {
  it('is the dev environment under another name, which leaves the account role alone', () => {
    const copy = environmentFor('pr42');
    expect(copy).toMatchObject({
      environmentSuffix: 'pr42',
      apiGatewayLogRole: 'owned-elsewhere',
      domain: 'none',
    });
    expect(copy.account).toBe(environmentFor('dev').account);
  });
});
