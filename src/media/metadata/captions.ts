import type { Caption, CaptionKind, Stream } from '../../domain/technical-metadata';

/** Of the streams that are captions, and of the pictures that carry some. */
export function captionsOf(streams: readonly Stream[]): Caption[] {
  return streams.flatMap((stream): Caption[] => {
    const { index, codec, language } = stream;
    if (stream.type === 'video' && stream.closedCaptions === true) {
      // the language of the stream is none of its captions
      return [{ kind: 'cea_608_708', language: null, stream: index }];
    }
    if (stream.type !== 'subtitle') return [];
    return [{ kind: kinds[codec ?? ''] ?? 'other', language, stream: index }];
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
