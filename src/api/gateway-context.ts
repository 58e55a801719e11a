import * as z from 'zod';
import type { Principal } from './principal';
import { scopes } from './routes';

/** What the authorizer tells the API: API Gateway carries flat text only. */
const contextSchema = z.object({
  client: z.string().min(1),
  scopes: z.string().transform((text) => scopes.filter((scope) => text.split(' ').includes(scope))),
});

export function toGatewayContext({ client, scopes }: Principal): Record<string, string> {
  return { client, scopes: scopes.join(' ') };
}

/** null when the request did not come through the authorizer, as on public routes. */
export function fromGatewayContext(context: unknown): Principal | null {
  const result = contextSchema.safeParse(context);
  return result.success ? result.data : null;
}
