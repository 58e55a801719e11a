import * as z from 'zod';
import type { TechnicalMetadata } from '../technical-metadata';
import { severitySchema } from './rule';
import { bilingualSchema } from './texts';

/*
 * Which channels of a delivery make up which sound programme, as its delivery sheet says: main stereo on
 * audio 1/2, 5.1 on audio 1 to 6. Nothing of that is in an MXF of mono tracks, nor in one track of 16
 * channels.
 */

/** How many channels a layout has. Those of 5.1 are L R C LFE Ls Rs (ITU-R BR.1384, SMPTE ST 2035). */
const mappedLayouts = { mono: 1, stereo: 2, '5.1': 6 } as const;
export type MappedLayout = keyof typeof mappedLayouts;

/** More than any delivery has: 16 of SDI, and 22.2 beside them. */
const MOST_CHANNELS = 64;

export const mappedProgrammeSchema = z
  .strictObject({
    name: bilingualSchema.describe('What it is, such as main stereo or audio description'),
    layout: z.enum(Object.keys(mappedLayouts) as [MappedLayout, ...MappedLayout[]]),
    channels: z
      .array(z.int().min(1).max(MOST_CHANNELS))
      .describe(
        'Numbers of the channels, counted from 1 through all audio tracks of the file, in the order of the layout: L R, or L R C LFE Ls Rs',
      ),
    whenAbsent: severitySchema.describe(
      'When the file does not have these channels, or no sound on them: FAIL = required, WARN = optional',
    ),
  })
  .superRefine(({ layout, channels }, context) => {
    const count = mappedLayouts[layout];
    if (channels.length === count) return;
    const message = `'channels' must be ${count} numbers for '${layout}', got '${channels.join(' ')}'`;
    context.addIssue({ code: 'custom', path: ['channels'], message });
  });
export type MappedProgramme = z.infer<typeof mappedProgrammeSchema>;
export type TrackMap = readonly MappedProgramme[];

/** The channels of a file in the order of their numbers, which count from 1, whatever is in them. */
export function numberedChannels({ streams }: TechnicalMetadata) {
  return streams
    .filter((stream) => stream.type === 'audio')
    .flatMap((stream) =>
      Array.from({ length: stream.channels ?? 0 }, (_, index) => ({ stream, index })),
    )
    .map((channel, i) => ({ ...channel, number: i + 1 }));
}
