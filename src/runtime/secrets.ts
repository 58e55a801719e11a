import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { awsClient } from './aws-client';

/** A secret cannot be read, or does not hold what it should. What it holds is never told. */
export class SecretError extends Error {
  constructor(arn: string, problem: string, options?: ErrorOptions) {
    super(`secret '${arn}' ${problem}`, options);
    this.name = 'SecretError';
  }
}

/** A rotated secret is picked up within this time. */
const TTL_MS = 60_000;

// two tries of 2 s stay within the 5 s that a caller of the API is willing to wait
const client = awsClient(SecretsManagerClient, { answerMs: 2_000, attempts: 2 });

/** The text of a secret, as it is now. @throws SecretError */
export async function readSecret(arn: string): Promise<string> {
  try {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (text !== undefined) return text;
  } catch (error) {
    throw new SecretError(arn, 'could not be read', { cause: error });
  }
  throw new SecretError(arn, 'must be text');
}

/** Reads one field of a secret that is a JSON object; asks again after {@link TTL_MS}. */
export function secretField(arn: string, field: string): () => Promise<string> {
  let value: Promise<string> | undefined;
  let readAt = -Infinity;
  return () => {
    if (value === undefined || Date.now() - readAt > TTL_MS) {
      readAt = Date.now();
      value = readSecret(arn).then((text) => fieldOf(text, field, arn));
      value.catch(() => {
        value = undefined;
      });
    }
    return value;
  };
}

function fieldOf(text: string, field: string, arn: string): string {
  const schema = z.looseObject({ [field]: z.string().min(1) });
  try {
    return String(schema.parse(JSON.parse(text))[field]);
  } catch {
    // no cause: its message quotes the text
    throw new SecretError(arn, `must be JSON with the text '${field}'`);
  }
}
