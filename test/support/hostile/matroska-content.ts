import { element, hex, join, u8, type Part } from './bytes';
import { filesOf, type HostileFile } from './hostile-file';
import { info, plain, SAMPLES, segment, sound, tracks, type Track } from './matroska-elements';

/* What Matroska carries along: text, files, and rates that make no sense. */

const tag = (name: string, text: Part): Buffer =>
  element(
    '1254c367',
    element('7373', element('63c0'), element('67c8', element('45a3', name), element('4487', text))),
  );
const tagged = (name: string, text: Part): Buffer =>
  segment(info(), plain, tag(name, text), SAMPLES);

export const tags: readonly HostileFile[] = filesOf(
  'tags',
  ['text-5-mb.mkv', 'too_much_metadata', tagged('COMMENT', 'x'.repeat(5_000_000))],
  ['text-1-mb.mkv', 'ready', tagged('COMMENT', 'x'.repeat(1_000_000))],
  ['name-1-mb.mkv', 'ready', tagged('x'.repeat(1_000_000), 'short')],
  [
    'tags-100000.mkv',
    'parser_timeout',
    () =>
      segment(
        info(),
        plain,
        join(...Array.from({ length: 100_000 }, (_, i) => tag(`TAG ${i}`, 'a value'))),
        SAMPLES,
      ),
  ],
  ['nul.mkv', 'ready', tagged('COMMENT', 'before\0after')],
  ['lines.mkv', 'ready', tagged('COMMENT', 'a\r\nb\u2028c\u0085d')],
  ['terminal.mkv', 'ready', tagged('TITLE', '\u001b]0;owned\u0007\u001b[2J')],
  ['right-to-left.mkv', 'ready', tagged('TITLE', 'film\u202e4pm.exe')],
  ['not-utf-8.mkv', 'ready', tagged('TITLE', hex('ff fe c3 28 f0 28 8c 28 ed a0 80'))],
  ['json.mkv', 'ready', tagged('TITLE', '"}],"format":{"format_name":"owned","x":"\\u0000')],
  [
    'markup.mkv',
    'ready',
    tagged('TITLE', '<script>alert(1)</script>&<img src=x onerror=alert(1)>'),
  ],
  ['sql.mkv', 'ready', tagged('TITLE', "'); DROP TABLE videos; --")],
  ['template.mkv', 'ready', tagged('TITLE', '${jndi:ldap://127.0.0.1/a}{{7*7}}%s%n')],
  ['prototype.mkv', 'ready', tagged('__proto__', 'polluted')],
  ['constructor.mkv', 'ready', tagged('constructor', 'polluted')],
  ['no-name.mkv', 'ready', tagged('', 'a value')],
);

const heard = (track: Track): Buffer => segment(info(), tracks(sound(track)), SAMPLES);

export const rate: readonly HostileFile[] = filesOf(
  'rate',
  ['rate-0.mkv', 'truncated', heard({ rate: 0 })],
  ['rate-1.mkv', 'ready', heard({ rate: 1 })],
  ['rate-2-billion.mkv', 'ready', heard({ rate: 2 ** 31 - 1 })],
  ['rate-huge.mkv', 'ready', heard({ rate: 1e300 })],
  ['rate-no-number.mkv', 'ready', heard({ rate: NaN })],
  ['rate-negative.mkv', 'ready', heard({ rate: -8000 })],
  ['channels-0.mkv', 'unreadable', heard({ channels: 0 })],
  ['channels-64.mkv', 'ready', heard({ channels: 64 })],
  ['channels-65535.mkv', 'unreadable', heard({ channels: 65535 })],
  ['channels-2-billion.mkv', 'unreadable', heard({ channels: 0x7fffffff })],
);

/** Files that a Matroska file may carry along. */
const attached = (name: string, type: string, content: Part): Buffer =>
  segment(
    info(),
    plain,
    element(
      '1941a469',
      element(
        '61a7',
        element('466e', name),
        element('4660', type),
        element('465c', content),
        element('46ae', u8(1)),
      ),
    ),
    SAMPLES,
  );

export const inside: readonly HostileFile[] = filesOf(
  'inside',
  [
    'attached-list.mkv',
    'ready',
    attached('a.m3u8', 'application/x-mpegurl', '#EXTM3U\nfile:///etc/passwd\n'),
  ],
  [
    'attached-program.mkv',
    'ready',
    attached('../../etc/cron.d/x', 'application/x-sh', '#!/bin/sh\nid\n'),
  ],
  [
    'attached-font.mkv',
    'ready',
    attached('/usr/share/fonts/x.ttf', 'application/x-truetype-font', Buffer.alloc(5000)),
  ],
  ['attached-100-kb.mkv', 'ready', attached('cover.png', 'image/png', Buffer.alloc(100_000))],
);
