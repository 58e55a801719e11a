import * as z from 'zod';
import { ruleSchema } from './rule';
import { bilingualSchema } from './texts';
import { mappedProgrammeSchema } from './track-map';

/** Which profile, for a report to name. */
export const profileIdentitySchema = z.strictObject({
  id: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be words of a-z and 0-9 with - between'),
  version: z.int().positive().describe('Grows with every change; reports keep theirs'),
  name: bilingualSchema,
});

/** A set of rules that a file is judged by. */
export const profileSchema = profileIdentitySchema
  .extend({
    judges: z
      .literal('body')
      .optional()
      .describe(
        'What of the file is judged: body, by the timecode what goes on air; absent = all of it',
      ),
    programmes: z
      .array(mappedProgrammeSchema)
      .min(1)
      .max(16)
      .optional()
      .describe(
        'Track map: the sound programmes of a delivery; other sound is for a person to review. absent = tracks and their labels tell what is heard together',
      ),
    rules: z.array(ruleSchema).min(1).max(200),
  })
  .superRefine(({ programmes = [] }, context) => {
    const channels = programmes.flatMap((programme) => programme.channels);
    const twice = channels.find((channel, index) => channels.indexOf(channel) !== index);
    if (twice === undefined) return;
    const message = `'channels' must be of one programme each, got '${twice}' twice`;
    context.addIssue({ code: 'custom', path: ['programmes'], message });
  })
  .superRefine(({ rules }, context) => {
    const ids = rules.map(({ id }) => id);
    ids.forEach((id, index) => {
      if (ids.indexOf(id) === index) return;
      const message = `'id' must be unique in a profile, got '${id}' twice`;
      context.addIssue({ code: 'custom', path: ['rules', index, 'id'], message });
    });
  });
export type Profile = z.infer<typeof profileSchema>;

/** @throws InvalidProfileError with every mistake, one a line */
export function parseProfile(value: unknown): Profile {
  const result = profileSchema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidProfileError(
    result.error.issues.map(({ path, message }) => `${path.join('.') || 'profile'}: ${message}`),
  );
}

export class InvalidProfileError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'InvalidProfileError';
  }
}
