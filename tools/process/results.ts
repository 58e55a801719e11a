import path from 'node:path';
import Table from 'cli-table3';
import type { Video } from '../../src/domain/video';
import { primaryAudio, primaryVideo } from '../../src/domain/primary-stream';
import type { ProcessedFile } from './process-files';

/** One line of JSON: the file, the video as the API shows it, and the ids of the rules that it breaks. */
export function asJsonLine({ file, video, brokenRules }: ProcessedFile): string {
  return JSON.stringify({ file, ...video, brokenRules });
}

/** A row a file. */
export function asTable(results: readonly ProcessedFile[]): string {
  const table = new Table({
    head: ['file', 'status', 'verdict', 'rules broken', 'length', 'picture', 'codecs', 'size'],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'left', 'right'],
    // plain text, so that it can be piped; no line between rows
    style: { head: [], border: [], compact: true },
  });
  for (const { file, video, brokenRules } of results) {
    const { metadata, rejection, failure, status, sizeBytes } = video;
    const picture = metadata && primaryVideo(metadata);
    const sound = metadata && primaryAudio(metadata);
    const codecs = [picture?.codec, sound?.codec].filter(Boolean).join(' + ');
    table.push([
      path.basename(file),
      status,
      verdictText(video),
      // a rule a line: a table of the width of a terminal has room for no more
      brokenRules.join('\n') || '–',
      duration(metadata?.container.durationSeconds),
      picture ? `${picture.width}×${picture.height}` : '–',
      rejection ? `${rejection.code}: ${rejection.detail}` : (failure ?? codecs),
      bytes(sizeBytes ?? 0),
    ]);
  }
  return table.toString();
}

function verdictText({ verdict, verdictBy }: Pick<Video, 'verdict' | 'verdictBy'>): string {
  return verdictBy === null || verdictBy === 'rules'
    ? (verdict ?? '–')
    : `${verdict ?? ''} by ${verdictBy}`;
}

/** The count of each status: `12 ready, 3 rejected`. */
export function summary(results: readonly ProcessedFile[]): string {
  const counts = new Map<string, number>();
  for (const { video } of results) counts.set(video.status, (counts.get(video.status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
}

function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–';
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(Math.floor((seconds - whole) * 1000)).padStart(3, '0')}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

function bytes(count: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), UNITS.length - 1);
  const value = count / 1000 ** power;
  return `${value.toFixed(power === 0 ? 0 : 1)} ${UNITS[power] ?? ''}`;
}
