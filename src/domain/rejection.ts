import * as z from 'zod';

/** Why a file is no usable video. The uploader can act on each of these; none is a fault of ours. */
export const rejectionCodes = {
  empty_file: 'The file has no bytes',
  not_as_declared: 'The file has another size or media type than its upload declared',
  unsupported_format: 'The container is not one that the platform accepts',
  unreadable: 'The container is damaged or is not what its first bytes claim',
  truncated: 'The file ends before its index or its media do',
  encrypted: 'The pictures or the sound are encrypted or scrambled',
  fragment_without_film: 'The file is one piece of a film that was cut for streaming',
  unsupported_video_codec: 'The pictures are coded in a way that the platform does not decode',
  unsupported_audio_codec: 'The sound is coded in a way that the platform does not decode',
  no_media_streams: 'The file has no video and no audio stream',
  external_reference: 'The file is a playlist or script that points at other files',
  too_many_streams: 'The file declares more streams than the platform accepts',
  too_much_metadata: 'The headers hold more text than the platform accepts',
  picture_too_large: 'A picture has more pixels than the platform accepts',
  too_long: 'The declared duration is longer than the platform accepts',
  too_large: 'The file has more bytes than the platform accepts',
  parser_timeout: 'Reading the headers took longer than the time limit',
  parser_memory: 'Reading the headers took more memory than the limit',
  parser_crashed: 'The parser crashed on this file',
} as const;

export const rejectionCodeSchema = z.enum(
  Object.keys(rejectionCodes) as [RejectionCode, ...RejectionCode[]],
);
export type RejectionCode = keyof typeof rejectionCodes;

export const rejectionSchema = z.object({
  code: rejectionCodeSchema.describe('Stable; for programs'),
  detail: z.string().describe('What was found in this file; for people'),
});
export type Rejection = z.infer<typeof rejectionSchema>;
