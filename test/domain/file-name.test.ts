import * as fc from 'fast-check';
import { fileNameOfKey, titleOfFileName } from '../../src/domain/file-name';
import { fileNameSchema, titleSchema } from '../../src/domain/video';

describe('fileNameOfKey', () => {
  it.each([
    ['incoming/2026/clip.mp4', 'clip.mp4'],
    ['clip.mp4', 'clip.mp4'],
    ['incoming/folder/', 'folder'],
    ['incoming/カ\u3099.mov', 'ガ.mov'],
    ['incoming/a\\b\u0000c.mov', 'a_b_c.mov'],
    ['//', '_'],
    ['incoming/a/..', '__'],
    ['incoming/.', '_'],
    ['incoming/...', '...'],
  ])('of %j is %j', (key, name) => {
    expect(fileNameOfKey(key)).toBe(name);
  });

  it('keeps the extension of an overlong name, and no half of a character', () => {
    const name = fileNameOfKey(`${'𠮷'.repeat(200)}.mxf`);
    expect(name).toBe(`${'𠮷'.repeat(125)}.mxf`);
  });

  it('always is one that the schema takes as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 600 }), (key) => {
        const name = fileNameOfKey(key);
        expect(fileNameSchema.parse(name)).toBe(name);
      }),
    );
  });
});

describe('titleOfFileName', () => {
  it.each([
    ['clip.mp4', 'clip'],
    ['show.m2ts', 'show'],
    ['old.3gp', 'old'],
    ['第1.5話', '第1.5話'],
    ['master v2.0', 'master v2.0'],
    ['archive.tar.gz', 'archive.tar'],
    ['.mov', '.mov'],
    [' .mov', '.mov'],
    [' ', '_'],
  ])('of %j is %j', (fileName, title) => {
    expect(titleOfFileName(fileName)).toBe(title);
  });

  it('always is one that the schema takes as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 600 }), (key) => {
        const title = titleOfFileName(fileNameOfKey(key));
        expect(titleSchema.parse(title)).toBe(title);
      }),
    );
  });
});
