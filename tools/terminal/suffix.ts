import { InvalidArgumentError } from '@commander-js/extra-typings';
import { deploymentFields } from '../../lib/config/fields';

/** An argument that names an environment, or the pipeline. @throws InvalidArgumentError */
export function suffixArgument(text: string): string {
  const { error } = deploymentFields.environmentSuffix.safeParse(text);
  if (error) throw new InvalidArgumentError(error.issues.map(({ message }) => message).join('; '));
  return text;
}
