/*
 * The containers and protocols that a media file may use. tools/ffmpeg/components.conf builds our own
 * ffprobe with exactly these; a full-size ffprobe gets them as whitelists. A test keeps both equal.
 */

/** Name of the demuxer in FFmpeg's configure, and the format's first name at run time. */
export const allowedDemuxers = {
  aac: 'aac',
  ac3: 'ac3',
  aiff: 'aiff',
  asf: 'asf',
  avi: 'avi',
  // AVI of type 1 holds DV as one interleaved stream, which only this demuxer takes apart
  dv: 'dv',
  eac3: 'eac3',
  flac: 'flac',
  flv: 'flv',
  matroska: 'matroska',
  mov: 'mov',
  mp3: 'mp3',
  mpegps: 'mpeg',
  mpegts: 'mpegts',
  mxf: 'mxf',
  ogg: 'ogg',
  w64: 'w64',
  wav: 'wav',
} as const;

/** What the programs can open at all; each call opens one of {@link protocolsFor} only. */
export const allowedProtocols = ['file', 'http', 'pipe', 'tcp'] as const;

/** A local file is read as one; an object through the loopback proxy, by HTTP over TCP. */
export const protocolsFor = {
  file: 'file',
  object: 'http,tcp',
} as const;
