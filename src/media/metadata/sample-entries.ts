import type { Stream } from '../../domain/technical-metadata';

interface SampleEntry {
  readonly type: Extract<Stream['type'], 'video' | 'audio' | 'subtitle' | 'data'>;
  /** As later versions of libav call it. */
  readonly codec: string;
}

/**
 * Codes for which libav 5.1 has no name: of sample entries (https://mp4ra.org/registered-types/sampleentries,
 * and of Apple's captions), of the registration of a stream (SCTE 35, 8.1), and libav's own tag of ancillary
 * data in MXF (SMPTE ST 436-1), in which captions may be.
 */
export const sampleEntries: Readonly<Record<string, SampleEntry>> = {
  vvc1: { type: 'video', codec: 'vvc' },
  vvi1: { type: 'video', codec: 'vvc' },
  mvc1: { type: 'video', codec: 'mvc' },
  mvc2: { type: 'video', codec: 'mvc' },
  'ac-4': { type: 'audio', codec: 'ac4' },
  c708: { type: 'subtitle', codec: 'eia_708' },
  stpp: { type: 'subtitle', codec: 'ttml' },
  dfxp: { type: 'subtitle', codec: 'ttml' },
  wvtt: { type: 'subtitle', codec: 'webvtt' },
  CUEI: { type: 'data', codec: 'scte_35' },
  vbi_vanc_smpte_436M: { type: 'data', codec: 'smpte_436m_anc' },
};
