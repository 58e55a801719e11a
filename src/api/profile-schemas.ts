import * as z from 'zod';
import {
  differenceSchema,
  draftSchema,
  ownProfileSchema,
  profileIdSchema,
  profileRecordSchema,
} from '../domain/quality/own-profile';
import { profileIdentitySchema, profileSchema } from '../domain/quality/profile';
import { ruleResultSchema } from '../domain/quality/report';
import { verdictSchema } from '../domain/status';
import { videoIdSchema } from '../domain/video';
import { judgingProfileId, listOf, wholeNumber } from './route-schemas';

/* Requests and answers about QC profiles. */

export const profilesResponse = z.object({
  items: z.array(profileSchema).describe('That videos can be judged by: built in, or published'),
  own: z
    .array(ownProfileSchema)
    .describe('All versions of the profiles of customers, drafts and retired ones too'),
});

export const profileParams = z.object({ profileId: profileIdSchema });

const version = wholeNumber(1, 1_000_000).optional();

export const profileQuery = z.strictObject({ version: version.describe('Default: the newest') });

export const profileResponse = profileRecordSchema
  .extend({
    revision: z
      .int()
      .positive()
      .nullable()
      .describe('Of the profile, the ETag; null = it is built in'),
  })
  .meta({ id: 'QcProfile' });

export const comparisonQuery = profileQuery.extend({
  with: judgingProfileId.describe('Id of the other profile'),
  withVersion: version.describe('Of the other profile. Default: the newest'),
});

export const comparisonResponse = z.object({
  before: profileIdentitySchema.describe('The other profile'),
  after: profileIdentitySchema,
  differences: z.array(differenceSchema),
});

/** Measurements of a long film are megabytes, and one request reads them all. */
const MOST_VIDEOS = 5;

export const trialQuery = comparisonQuery.extend({
  videoId: listOf(videoIdSchema.toLowerCase(), MOST_VIDEOS),
});

export const trialResponse = z.object({
  items: z.array(
    z.object({
      videoId: z.uuid(),
      title: z.string(),
      judged: z
        .array(
          z.object({
            profile: profileIdentitySchema,
            verdict: verdictSchema,
            findings: z.array(ruleResultSchema).describe('Results that are no pass'),
          }),
        )
        .describe('By the profile, then by the other one; empty = the video was not measured'),
    }),
  ),
});

export const draftBody = draftSchema;
