import * as z from 'zod';

/**
 * Clients of AWS warn at each start that their versions from January 2027 on want Node 22
 * (https://github.com/aws/aws-sdk-js-v3/issues/7983). Ours are pinned until the oldest Node is raised
 * (test/oldest-node.test.ts), and functions and tasks run on Node 24.
 */
export function withoutWarningOfNode(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}

/**
 * Names of the environment variables, shared by the constructs that set them and the code that reads
 * them. This file is the only reader of `process.env` in `src/`.
 */
export const environmentNames = {
  environmentSuffix: 'ENVIRONMENT_SUFFIX',
  logLevel: 'LOG_LEVEL',
  databaseUrl: 'DATABASE_URL',
  databaseSecretArn: 'DATABASE_SECRET_ARN',
  databaseCaFile: 'DATABASE_CA_FILE',
  databaseUserSecretArn: 'DATABASE_USER_SECRET_ARN',
  databaseWorkerSecretArn: 'DATABASE_WORKER_SECRET_ARN',
  redisUrl: 'REDIS_URL',
  redisSecretArn: 'REDIS_SECRET_ARN',
  bucketName: 'BUCKET_NAME',
  queueUrl: 'QUEUE_URL',
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  measuringQueueUrl: 'MEASURING_QUEUE_URL',
  measuringDeadLetterQueueUrl: 'MEASURING_DEAD_LETTER_QUEUE_URL',
  eventBusName: 'EVENT_BUS_NAME',
  allowedOrigins: 'ALLOWED_ORIGINS',
  pageDirectory: 'PAGE_DIRECTORY',
  swaggerUiDirectory: 'SWAGGER_UI_DIRECTORY',
  apiKeysSecretArn: 'API_KEYS_SECRET_ARN',
  signInIssuer: 'SIGN_IN_ISSUER',
  signInClientId: 'SIGN_IN_CLIENT_ID',
  signInOrigin: 'SIGN_IN_ORIGIN',
  usageIdentifierKey: 'USAGE_IDENTIFIER_KEY',
  scratchDirectory: 'SCRATCH_DIRECTORY',
  qcProfile: 'QC_PROFILE',
  workerConcurrency: 'WORKER_CONCURRENCY',
  ffprobePath: 'FFPROBE_PATH',
  ffmpegPath: 'FFMPEG_PATH',
  ecsAgentUri: 'ECS_AGENT_URI',
  functionVersion: 'AWS_LAMBDA_FUNCTION_VERSION',
  pipelineName: 'PIPELINE_NAME',
  productionStage: 'PRODUCTION_STAGE',
  apiUrl: 'API_URL',
  canaryKeySecretArn: 'CANARY_KEY_SECRET_ARN',
} as const;
type Name = keyof typeof environmentNames;

const schemas = {
  environmentSuffix: z.string().min(1),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Without a password where DATABASE_SECRET_ARN is given. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }),
  databaseSecretArn: z.string().optional(),
  /**
   * PEM of the authorities that may vouch for the database; its certificate and host name are then
   * verified. Absent: TLS as DATABASE_URL says.
   */
  databaseCaFile: z.string().optional(),
  /** For the migration only: the user that it provisions. Absent: worker and API connect as the owner of the schema. */
  databaseUserSecretArn: z.string().optional(),
  databaseWorkerSecretArn: z.string().optional(),
  redisUrl: z.url({ protocol: /^rediss?$/ }),
  redisSecretArn: z.string().optional(),
  bucketName: z.string().min(1),
  queueUrl: z.url(),
  deadLetterQueueUrl: z.url(),
  measuringQueueUrl: z.url(),
  measuringDeadLetterQueueUrl: z.url(),
  eventBusName: z.string().min(1),
  /** Of pages on other hosts whose scripts may call the API, with commas between. Absent: none. */
  allowedOrigins: z
    .string()
    .transform((text) => text.split(','))
    .default([]),
  /** Of the built page. Absent: none is served; so too of the page of the API. */
  pageDirectory: z.string().optional(),
  swaggerUiDirectory: z.string().optional(),
  apiKeysSecretArn: z.string().min(1),
  /** Of the provider that signs people in. Absent: API keys alone are known; so too of the client. */
  signInIssuer: z.url().optional(),
  signInClientId: z.string().optional(),
  /** Where that provider shows its pages, when not at the issuer. */
  signInOrigin: z.url().optional(),
  /** What the authorizer answers as `usageIdentifierKey`: the usage plan that requests count against. */
  usageIdentifierKey: z.string().min(20).optional(),
  scratchDirectory: z.string().min(1),
  /** Id of the profile that files are judged by; `none`: they are not measured. */
  qcProfile: z.string().min(1),
  workerConcurrency: z.coerce.number().int().min(1).max(64),
  ffprobePath: z.string().optional(),
  ffmpegPath: z.string().optional(),
  /** Set by ECS itself, in every container: where its agent answers. Absent: no task of ECS's. */
  ecsAgentUri: z.url().optional(),
  /** Set by Lambda itself. Absent: no function of Lambda's. */
  functionVersion: z.string().optional(),
  pipelineName: z.string().min(1),
  productionStage: z.string().min(1),
  apiUrl: z.url(),
  canaryKeySecretArn: z.string().min(1),
} satisfies Record<Name, z.ZodType>;

export type Environment<N extends Name> = { readonly [K in N]: z.output<(typeof schemas)[K]> };

/** A variable that is needed is missing or is not usable. Thrown once, at start. */
export class EnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(`environment variables: ${problems.join('; ')}`);
    this.name = 'EnvironmentError';
  }
}

/** Reads the named variables; all that is wrong is said at once. @throws EnvironmentError */
export function readEnvironment<N extends Name>(
  names: readonly N[],
  source: NodeJS.ProcessEnv = process.env,
): Environment<N> {
  const problems: string[] = [];
  const entries = names.map((name) => {
    const variable = environmentNames[name];
    // an empty variable is one that somebody forgot to fill in
    const result = schemas[name].safeParse(source[variable] === '' ? undefined : source[variable]);
    if (result.success) return [name, result.data];
    // the value is not printed: it may hold a password
    const fault = source[variable] ? (result.error.issues[0]?.message ?? 'is wrong') : 'is not set';
    problems.push(`'${variable}': ${fault}`);
    return [name, undefined];
  });
  if (problems.length > 0) throw new EnvironmentError(problems);
  return Object.fromEntries(entries) as Environment<N>;
}
