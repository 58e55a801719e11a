import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { allowedDemuxers, allowedProtocols, protocolsFor } from '../../src/media/allow-list';
import { usedFilters } from '../../src/media/quality/decode-arguments';
import { fullSizeTool } from '../support/media';

const components = path.resolve(__dirname, '../../tools/ffmpeg/components.conf');

function inBuild(variable: string): string[] {
  const value = new RegExp(`^${variable}='([^']*)'`, 'm').exec(
    readFileSync(components, 'utf8'),
  )?.[1];
  return (value ?? '').trim().split(/\s+/).sort();
}

it('our own build has exactly the containers and protocols that every call allows', () => {
  expect(inBuild('demuxers')).toEqual(Object.keys(allowedDemuxers).sort());
  expect(inBuild('protocols')).toEqual([...allowedProtocols].sort());
});

it('each call opens protocols of the list only, and never both files and the network', () => {
  expect(protocolsFor).toEqual({ file: 'file', object: 'http,tcp' });
});

it('every container has its name as FFmpeg spells it at run time', async () => {
  const list = execFileSync(await fullSizeTool('ffprobe'), ['-v', 'error', '-demuxers']).toString();
  const names = list.split('\n').flatMap((line) => (line.trim().split(/\s+/)[1] ?? '').split(','));
  expect(names).toEqual(expect.arrayContaining(Object.values(allowedDemuxers)));
});

it('our own build has every filter that measuring uses', () => {
  expect(inBuild('filters')).toEqual(expect.arrayContaining([...usedFilters]));
});
