import * as z from 'zod';
import { CM_CODE } from './cm-code';
import {
  BROADCAST_TIME_RULE,
  hourInJapan,
  isBroadcastSpan,
  isInstant,
  parseBroadcastTime,
} from './japan-time';
import { trimmedText } from './text';

/*
 * What is known of a video as a broadcast programme. The Broadcasting Act binds the broadcaster, and
 * whoever keeps programmes for one by contract (docs/compliance-japan.md).
 */

/**
 * What a programme consists of. Only the first must be kept: Cabinet Order of the Broadcasting Act,
 * article 1, item 1 leaves out what consists of nothing but the others (confidence: high), of which it names
 * the first three as matters of current affairs (confidence: medium).
 */
export const programmeClasses = [
  'general',
  'market_quotations',
  'natural_events',
  'sports_news',
  'ordinance_exempt',
] as const;

/** Why a programme needs no captions: the Ministry's guideline of October 2023 (confidence: high). */
export const captionExclusions = [
  'technically_impossible',
  'foreign_language',
  'instrumental_music',
  'rights',
] as const;

/** Film classification and rating by Eirin; broadcasters use the same marks (confidence: medium). */
export const ageRatings = ['G', 'PG12', 'R15+', 'R18+'] as const;

const instant = z.iso.datetime().describe('ISO 8601, UTC');

const ENDS_AT =
  'End of that broadcast, of which the time that it is kept is counted; needed where it runs past midnight. null = it ends on the day on which it begins';

const cmCode = z
  .string()
  .regex(CM_CODE, 'must be the ten characters of a CM code, the last six without I and O');

/** Two minutes are the longest that is ordered; a shopping programme is none. */
const LONGEST_CM_SECONDS = 600;
const cmSeconds = z.int().min(1).max(LONGEST_CM_SECONDS).nullable();

const credit = z
  .strictObject({
    cmCode: cmCode.nullable().default(null).describe('null = not to be read'),
    seconds: cmSeconds.default(null).describe('Length, seconds; null = not to be read'),
  })
  .nullable()
  .describe(
    'What the credit in the picture of an advertisement says, read by eye; null = not read',
  );

const details = {
  class: z
    .enum(programmeClasses)
    .describe(
      'What it consists of. Market quotations, natural events and sports only as current affairs: a nature documentary or a match is general',
    ),
  councilReview: z
    .boolean()
    .default(false)
    .describe('The programme council asked to check it (Cabinet Order, article 1, item 2)'),
  isCorrection: z
    .boolean()
    .default(false)
    .describe('It is a correction or retraction (Cabinet Order, article 1, item 3)'),
  isAdvertisement: z
    .boolean()
    .default(false)
    .describe('Paid for, and recognisable as such (Broadcasting Act, article 12)'),
  cmCode: cmCode.nullable().default(null).describe('Of an advertisement'),
  ageRating: z.enum(ageRatings).nullable().default(null).describe('null = not rated'),
  standardsProfile: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be letters, digits and hyphens, such as jp-tv-2k')
    .nullable()
    .default(null)
    .describe('Which programme standards it was made by (Broadcasting Act, article 5)'),
  afterRetention: z
    .enum(['keep', 'delete'])
    .default('keep')
    .describe('What becomes of the video once it need not be kept any more'),
};

/** Each station has its own form of these, so any text of a line is taken. */
const code = (what: string) =>
  trimmedText(40).nullable().describe(`${what}, as the broadcaster writes it`);
const programmeCode = code('Code of the programme (番組コード)');
const materialCode = code('Code of the material (素材コード)');
const ORDERED = 'Length of an advertisement as ordered, seconds; null = not said';
const SINCE = 'absent = recorded before it was asked for';

const captions = {
  present: z.boolean().describe('In the file or beside it'),
  exclusion: z.enum(captionExclusions).nullable().default(null).describe('Why it needs none'),
  disaster: z.boolean().default(false).describe('On a large disaster: needs them at any hour'),
};

const broadcastTime = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = parseBroadcastTime(text);
    if (at !== null) return { at, given: isInstant(text) ? null : text.trim() };
    context.addIssue({ code: 'custom', message: BROADCAST_TIME_RULE, input: text });
    return z.NEVER;
  });

/** As a client gives it. */
export const programmeInputSchema = z
  .strictObject({
    broadcastAt: broadcastTime.describe(
      "Beginning of the latest broadcast: '2025-11-15 25:30' or '令和7年11月15日 25時30分' in Japan, or ISO 8601",
    ),
    broadcastEndsAt: broadcastTime.nullable().default(null).describe(ENDS_AT),
    ...details,
    programmeCode: programmeCode.default(null),
    materialCode: materialCode.default(null),
    cmSeconds: cmSeconds.default(null).describe(ORDERED),
    credit: credit.default(null),
    captions: z.strictObject(captions),
  })
  .superRefine((input, context) => {
    if (input.isAdvertisement) return;
    for (const name of ['cmCode', 'cmSeconds', 'credit'] as const) {
      if (input[name] === null) continue;
      const message = "must be null unless 'isAdvertisement' is true";
      context.addIssue({ code: 'custom', path: [name], message, input: input[name] });
    }
  })
  .refine(
    ({ broadcastAt, broadcastEndsAt: end }) =>
      end === null || isBroadcastSpan(broadcastAt.at, end.at),
    {
      path: ['broadcastEndsAt'],
      message: "must be later than 'broadcastAt', by 48 hours at most",
    },
  );

const given = z.string().nullable().optional();
const GIVEN =
  'The time in the words in which it was given, such as 2025年11月15日 25時30分; null = it was given as an instant';

/** What a client gave, and what follows from it alone. */
export const programmeSchema = z.object({
  broadcastAt: instant,
  broadcastAtGiven: given.describe(`${GIVEN}; ${SINCE}`),
  broadcastEndsAt: instant.nullable().optional().describe(`${ENDS_AT}; ${SINCE}`),
  broadcastEndsAtGiven: given.describe(`The same of the end; ${SINCE}`),
  ...details,
  programmeCode: programmeCode.optional(),
  materialCode: materialCode.optional(),
  cmSeconds: cmSeconds.optional().describe(`${ORDERED}; ${SINCE}`),
  credit: credit.optional(),
  captions: z.object({
    ...captions,
    required: z.boolean().describe('By the guideline of the Ministry of Internal Affairs'),
  }),
});
export type Programme = z.output<typeof programmeSchema>;

/** As it is kept and told: with what it means for the video. */
export const programmeRecordSchema = programmeSchema.extend({
  retainUntil: instant
    .nullable()
    .describe('Must be kept until then by its broadcast; null = by no broadcast'),
  heldUntil: instant
    .nullable()
    .describe('Must be kept until then by open correction cases; null = by none'),
});
export type ProgrammeRecord = z.output<typeof programmeRecordSchema>;

export function programmeOf(input: z.output<typeof programmeInputSchema>): Programme {
  const { broadcastAt: start, broadcastEndsAt: end, captions, ...rest } = input;
  return {
    broadcastAt: start.at,
    broadcastAtGiven: start.given,
    broadcastEndsAt: end?.at ?? null,
    broadcastEndsAtGiven: end?.given ?? null,
    ...rest,
    captions: { ...captions, required: captionsRequired(input) },
  };
}

/**
 * Every programme that can be captioned, in the window of 6:00 to 25:00; large disasters at any hour.
 * A station chooses 18 hours of the window, which is not known here, so all 19 count. Guideline on
 * information accessibility in broadcasting, revised October 2023 (confidence: high); that it is not
 * about advertisements (confidence: low).
 */
function captionsRequired(
  programme: Pick<
    z.output<typeof programmeInputSchema>,
    'broadcastAt' | 'captions' | 'isAdvertisement'
  >,
): boolean {
  const { exclusion, disaster } = programme.captions;
  if (exclusion !== null || programme.isAdvertisement) return false;
  const hour = hourInJapan(programme.broadcastAt.at);
  return disaster || hour >= 6 || hour < 1;
}
