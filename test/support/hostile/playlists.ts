import { box, hex, join, u32 } from './bytes';
import { filesOf, type HostileFile } from './hostile-file';

/* Lists, scripts and containers that would make a parser open something else. */

const SECRET = 'file:///etc/passwd';
const CLOUD = 'http://169.254.169.254/latest/meta-data/iam/';
const M3U8 = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${SECRET}\n#EXT-X-ENDLIST\n`;
const CONCAT = `ffconcat version 1.0\nfile '${SECRET}'\nfile '${CLOUD}'\n`;

const lists: Readonly<Record<string, string>> = {
  'hls.m3u8': M3U8,
  'hls-cloud.m3u8': M3U8.replace(SECRET, CLOUD),
  'hls-key.m3u8': `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${CLOUD}"\n#EXTINF:1,\na.ts\n`,
  'hls-map.m3u8': `#EXTM3U\n#EXT-X-MAP:URI="${SECRET}"\n#EXTINF:1,\na.ts\n`,
  'hls-master.m3u8': `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${CLOUD}\n`,
  'hls-concat.m3u8': `#EXTM3U\n#EXTINF:1,\nconcat:${CLOUD}|${SECRET}\n#EXT-X-ENDLIST\n`,
  'hls-subfile.m3u8': `#EXTM3U\n#EXTINF:1,\nsubfile,,start,0,end,64,,:/etc/passwd\n`,
  'hls.mp4': M3U8,
  'hls.ts': M3U8,
  'hls-crlf.mp4': M3U8.replaceAll('\n', '\r\n'),
  'hls-bom.mp4': `\ufeff${M3U8}`,
  'hls-blank.mp4': `\n\n \t${M3U8}`,
  'hls-lower.mp4': M3U8.toLowerCase(),
  'concat.ffconcat': CONCAT,
  'concat.mp4': CONCAT,
  'concat.txt': `# mine\nfile '/etc/passwd'\n`,
  'concat-bare.mp4': 'file /etc/passwd\n',
  'concat-options.mp4': `ffconcat version 1.0\nfile a\noption protocol_whitelist file,http,tcp\n`,
  'dash.mpd': `<?xml version="1.0"?><MPD><BaseURL>${CLOUD}</BaseURL></MPD>`,
  'dash-entity.mpd': `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "${SECRET}">]><MPD>&e;</MPD>`,
  'smooth.ism': `<SmoothStreamingMedia MajorVersion="2"><StreamIndex Url="${CLOUD}"/></SmoothStreamingMedia>`,
  'list.xspf': `<playlist><trackList><track><location>${SECRET}</location></track></trackList></playlist>`,
  'list.smil': `<smil><body><video src="${CLOUD}"/></body></smil>`,
  'list.asx': `<asx version="3.0"><entry><ref href="${CLOUD}"/></entry></asx>`,
  'list.wpl': `<?wpl version="1.0"?><smil><body><media src="${SECRET}"/></body></smil>`,
  'list.pls': `[playlist]\nFile1=${SECRET}\nNumberOfEntries=1\n`,
  'redirector.asf': `[Reference]\nRef1=${CLOUD}\n`,
  'link.ram': `rtsp://127.0.0.1:22/film.rm\n`,
  'link.mp4': `${CLOUD}\n`,
  'quicktime.mov': `RTSPtext\nrtsp://127.0.0.1/film.mov\n`,
  'session.sdp':
    'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nc=IN IP4 127.0.0.1\r\nm=video 22 RTP/AVP 96\r\n',
};

/** What reads as no list is no container either: nobody opens what these name. */
const foreign: Readonly<Record<string, string | Buffer>> = {
  'hls-wide.m3u8': Buffer.from(`\ufeff${M3U8}`, 'utf16le'),
  'sequence.txt': '/etc/%d.png\n',
  'shortcut.url': `[InternetShortcut]\nURL=${CLOUD}\n`,
  'frames.imf': `<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3"></CompositionPlaylist>`,
  'script.avs': 'DirectShowSource("/etc/passwd")\n',
  'script.vpy': 'import os; os.system("id")\n',
};

export const playlist: readonly HostileFile[] = [
  ...Object.entries(lists).flatMap(([name, text]) =>
    filesOf('playlist', [name, 'external_reference', text]),
  ),
  ...Object.entries(foreign).flatMap(([name, text]) =>
    filesOf('playlist', [name, 'unsupported_format', text]),
  ),
];

/** A film of QuickTime that is nothing but a pointer (reference movie). */
export function referenceMovie(kind: 'url ' | 'alis', target: string): Buffer {
  const reference = box('rdrf', u32(0), kind, u32(target.length + 1), target, hex('00'));
  return join(
    box('ftyp', 'qt  ', u32(0), 'qt  '),
    box('moov', box('rmra', box('rmda', reference))),
  );
}
