/*
 * What the first bytes of a file say, before a parser sees it. Only two questions are asked here: is
 * it a playlist or script (never given to a parser), and does it look like a container that we take
 * (which tells a damaged file from a foreign one). The parser decides everything else.
 */

/** Whether the file names other files to be read in its place. */
export function isPlaylist(bytes: Buffer): boolean {
  const text = bytes
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  return PLAYLISTS.some((pattern) => pattern.test(text));
}

const PLAYLISTS = [
  /^#EXTM3U/i, // HLS, M3U
  /^ffconcat version/i,
  /^(#[^\n]*\n\s*)*file\s+\S/i, // concat script without its header
  /^<([^]*<)?(MPD|SmoothStreamingMedia|playlist|smil|asx)\b/i, // DASH, Smooth Streaming, XSPF, SMIL
  /^\[(playlist|reference)\]/i, // PLS, ASF redirector
  /^(https?|rtsp|rtmp|mms|file):\/\//i, // a bare URL
  /^RTSPtext/i,
  /^v=0\r?\no=/, // session description
  /^[^]{0,64}moov[^]{4}rmra/, // QuickTime reference movie
];

/** Whether a container that we take begins like this. */
export function looksLikeContainer(bytes: Buffer): boolean {
  return (
    SIGNATURES.some(([offset, signature]) =>
      bytes.subarray(offset, offset + signature.length).equals(signature),
    ) || packetsOf(bytes) !== undefined
  );
}

const text = (offset: number, ...words: string[]): [number, Buffer][] =>
  words.map((word) => [offset, Buffer.from(word, 'latin1')]);
const hex = (digits: string): [number, Buffer] => [0, Buffer.from(digits, 'hex')];

const SIGNATURES: readonly (readonly [offset: number, signature: Buffer])[] = [
  // MP4 and MOV: the type of the first box
  ...text(4, 'ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'moof', 'sidx'),
  ...text(0, 'FLV', 'OggS', 'fLaC', 'ID3'),
  // AVI; WAV; AIFF; Wave64
  ...text(8, 'AVI ', 'WAVE', 'AIFF', 'AIFC'),
  ...text(0, 'riff'),
  hex('1a45dfa3'), // Matroska, WebM
  hex('060e2b34'), // MXF
  hex('3026b2758e66cf11'), // ASF
  hex('000001ba'), // MPEG programme stream
  hex('0b77'), // AC-3
  hex('1f0700'), // DV
];

/** Where the packets of a transport stream are: of 188 bytes; of 192 with a timestamp before each; of 204 with a checksum after. */
export function packetsOf(bytes: Buffer): { first: number; length: number } | undefined {
  return [
    { first: 0, length: 188 },
    { first: 4, length: 192 },
    { first: 0, length: 204 },
  ].find(({ first, length }) =>
    [0, 1, 2].every((packet) => bytes[first + packet * length] === 0x47),
  );
}
