import type { Caption, CaptionKind, Stream } from '../../domain/technical-metadata';

/**
 * Of the streams that are captions, and of the pictures that carry some.
 * @param languagesOf what the captions themselves say; one stream may have several
 */
export function captionsOf(
  streams: readonly Stream[],
  languagesOf: (stream: Stream) => readonly string[] | undefined,
): Caption[] {
  return streams.flatMap((stream): Caption[] => {
    const { index, codec, language } = stream;
    if (stream.type === 'video' && stream.closedCaptions === true) {
      // the language of the stream is none of its captions
      return [{ kind: 'cea_608_708', language: null, stream: index }];
    }
    if (stream.type !== 'subtitle') return [];
    const kind = kinds[codec ?? ''] ?? 'other';
    const languages = languagesOf(stream) ?? [language];
    return languages.map((each) => ({ kind, language: each, stream: index }));
  });
}

const kinds: Readonly<Record<string, CaptionKind>> = {
  arib_caption: 'arib',
  eia_608: 'cea_608',
  eia_708: 'cea_708',
  dvb_teletext: 'dvb_teletext',
  dvb_subtitle: 'dvb_subtitle',
  ttml: 'ttml',
  webvtt: 'webvtt',
  mov_text: 'timed_text',
  subrip: 'srt',
  srt: 'srt',
  ass: 'ass',
  ssa: 'ass',
  hdmv_pgs_subtitle: 'pgs',
  dvd_subtitle: 'vobsub',
};
