import * as z from 'zod';
import type { Principal } from './principal';
import { scopes } from './routes';

const scopesSchema = z
  .string()
  .transform((text) => scopes.filter((scope) => text.split(' ').includes(scope)));

/** What the authorizer tells the API: API Gateway carries flat text only. */
const contextSchema = z.union([
  z.object({ client: z.string().min(1), scopes: scopesSchema }),
  z
    .object({
      personId: z.string().min(1),
      personName: z.string().transform(decodeURIComponent),
      scopes: scopesSchema,
    })
    .transform(({ personId: id, personName: name, scopes }) => ({ person: { id, name }, scopes })),
]);

/** A name is of any letters; what the gateway says of texts is of those of ASCII. */
export function toGatewayContext(principal: Principal): Record<string, string> {
  const text = principal.scopes.join(' ');
  if ('client' in principal) return { client: principal.client, scopes: text };
  const { id, name } = principal.person;
  return { personId: id, personName: encodeURIComponent(name), scopes: text };
}

/** null when the request did not come through the authorizer, as on public routes. */
export function fromGatewayContext(context: unknown): Principal | null {
  const result = contextSchema.safeParse(context);
  return result.success ? result.data : null;
}
