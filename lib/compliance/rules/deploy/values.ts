import Ajv, { type ErrorObject } from 'ajv';
import type { PolicyRule } from '../../policy-rule';
import { isIntrinsic, literalText } from '../../template-values';
import { SCHEMAS } from '../../values';

/**
 * CloudFormation's own schemas leave many values open; the service then refuses them in the middle of a
 * deploy. These lists hold what is in use here, not all that AWS has, and name their source.
 */
export const values: PolicyRule = {
  id: 'Values',
  statement:
    'A value must be one that its service takes; look it up in the source that lib/compliance/values/ names, and add it there.',
  reason: 'The service refuses it only when the resource is made, in the middle of a deploy.',
  check: ({ type, properties }) => {
    const schema = SCHEMAS[type];
    if (schema === undefined) return 'not applicable';
    ajv.validate(schema, properties);
    return (ajv.errors ?? []).filter(isOurs).map(finding);
  },
};

const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, $data: true });

/** What only the deployment knows, a reference, is not judged; nor is a group that holds a finding. */
function isOurs({ keyword, data }: ErrorObject): boolean {
  return keyword === 'false schema' || (keyword !== 'if' && !isIntrinsic(data));
}

function finding({ instancePath, keyword, params, data }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
  const name = missingProperty ?? additionalProperty;
  if (name === undefined) return `${path}=${literalText(data) || JSON.stringify(data)}`;
  const place = path === '' ? name : `${path}.${name}`;
  return `${place} is ${keyword === 'required' ? 'missing' : 'unknown'}`;
}
