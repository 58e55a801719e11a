import Ajv, { type ErrorObject } from 'ajv';
import type { PolicyRule } from '../../policy-rule';
import { isIntrinsic, literalText } from '../../template-values';
import { SCHEMAS } from '../../values';

/**
 * CloudFormation's own schemas accept many values that the service refuses in the middle of a deploy.
 * The lists hold the values that are used here, not all that AWS has, and name their source.
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
    return (ajv.errors ?? []).filter(isFinding).map(finding);
  },
};

const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, $data: true });

/** Intrinsic functions have no value before the deploy; an `if` repeats the errors of its `then`. */
function isFinding({ keyword, data }: ErrorObject): boolean {
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
