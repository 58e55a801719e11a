import type { CaptionKind, HdrKind } from '../domain/technical-metadata';
import type { ReportLanguage } from './words';

/*
 * Names that engineers use in every language, for the short ones that parsers use. A name that is not
 * here is shown as it came.
 */

export const codecNames: Readonly<Record<string, string>> = {
  h264: 'H.264 / AVC',
  hevc: 'H.265 / HEVC',
  vvc: 'H.266 / VVC',
  av1: 'AV1',
  vp8: 'VP8',
  vp9: 'VP9',
  mpeg1video: 'MPEG-1 Video',
  mpeg2video: 'MPEG-2 Video',
  mpeg4: 'MPEG-4 Part 2',
  prores: 'Apple ProRes',
  dnxhd: 'Avid DNxHD / HR',
  cfhd: 'CineForm',
  jpeg2000: 'JPEG 2000',
  mjpeg: 'Motion JPEG',
  ffv1: 'FFV1',
  v210: 'v210 (4:2:2 10 bit)',
  rawvideo: 'Uncompressed',
  dvvideo: 'DV',
  theora: 'Theora',
  wmv2: 'WMV 8',
  wmv3: 'WMV 9',
  vc1: 'VC-1',
  aac: 'AAC',
  ac3: 'Dolby Digital (AC-3)',
  eac3: 'Dolby Digital Plus (E-AC-3)',
  ac4: 'Dolby AC-4',
  truehd: 'Dolby TrueHD',
  dts: 'DTS',
  mp2: 'MPEG Layer II',
  mp3: 'MP3',
  opus: 'Opus',
  vorbis: 'Vorbis',
  flac: 'FLAC',
  alac: 'Apple Lossless',
  pcm_s16le: 'PCM 16 bit LE',
  pcm_s16be: 'PCM 16 bit BE',
  pcm_s24le: 'PCM 24 bit LE',
  pcm_s24be: 'PCM 24 bit BE',
  pcm_s32le: 'PCM 32 bit LE',
  pcm_f32le: 'PCM 32 bit float LE',
  subrip: 'SubRip (SRT)',
  ass: 'ASS',
  mov_text: 'MPEG-4 Timed Text',
  webvtt: 'WebVTT',
  ttml: 'TTML',
  arib_caption: 'ARIB STD-B24',
  dvb_subtitle: 'DVB Subtitle',
  dvb_teletext: 'DVB Teletext',
  hdmv_pgs_subtitle: 'PGS',
  eia_608: 'CEA-608',
  eia_708: 'CEA-708',
  scte_35: 'SCTE 35',
  smpte_436m_anc: 'ST 436 ANC',
};

/** The containers that the platform accepts, by the name that the API filters on. */
export const containerNames: Readonly<Record<string, string>> = {
  mp4: 'MP4 / MOV',
  matroska: 'Matroska / WebM',
  mpegts: 'MPEG-TS',
  mxf: 'MXF',
  avi: 'AVI',
  mpeg: 'MPEG-PS',
  flv: 'FLV',
  ogg: 'Ogg',
  wav: 'WAV',
  mp3: 'MP3',
  flac: 'FLAC',
  aac: 'AAC (ADTS)',
};

export const hdrNames: Readonly<Record<HdrKind, string>> = {
  sdr: 'SDR',
  hlg: 'HLG',
  pq: 'PQ',
  hdr10: 'HDR10',
  hdr10plus: 'HDR10+',
  dolby_vision: 'Dolby Vision',
};

/** `other` is a word of each language. */
export const captionNames: Readonly<Record<Exclude<CaptionKind, 'other'>, string>> = {
  arib: 'ARIB STD-B24',
  cea_608_708: 'CEA-608 / 708',
  cea_608: 'CEA-608',
  cea_708: 'CEA-708',
  dvb_teletext: 'DVB Teletext',
  dvb_subtitle: 'DVB Subtitle',
  ttml: 'TTML / IMSC',
  webvtt: 'WebVTT',
  timed_text: '3GPP Timed Text',
  srt: 'SubRip (SRT)',
  ass: 'ASS',
  pgs: 'PGS',
  vobsub: 'VobSub',
};

/** Primaries, transfer characteristics and matrices. */
export const colorNames: Readonly<Record<string, string>> = {
  bt709: 'BT.709',
  bt2020: 'BT.2020',
  'bt2020-10': 'BT.2020 (10 bit)',
  'bt2020-12': 'BT.2020 (12 bit)',
  bt2020nc: 'BT.2020 NCL',
  bt2020c: 'BT.2020 CL',
  smpte2084: 'PQ (ST 2084)',
  'arib-std-b67': 'HLG (STD-B67)',
  smpte170m: 'BT.601 525 (ST 170)',
  bt470bg: 'BT.601 625 (BT.470 BG)',
  smpte240m: 'ST 240',
  smpte432: 'P3-D65',
  smpte431: 'P3-DCI',
  gbr: 'RGB',
  'iec61966-2-1': 'sRGB',
  linear: 'Linear',
};

/** QuickTime and MP4 share a parser; the brand distinguishes them. */
export function containerName(formatName: string, majorBrand: string | null): string {
  const names = formatName.split(',');
  if (names.includes('mp4')) return majorBrand?.trim() === 'qt' ? 'QuickTime (MOV)' : 'MP4';
  const known = names.find((name) => name in containerNames);
  return known === undefined ? formatName : (containerNames[known] ?? formatName);
}

/** `jpn` → 日本語; a code that is no language stays as it is. */
export function languageName(code: string, language: ReportLanguage): string {
  if (code === 'und') return '—';
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
