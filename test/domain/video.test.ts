import { fileNameSchema, titleSchema, videoSchema } from '../../src/domain/video';
import { aRejection, aVideo } from '../support/factories/videos';

describe('videoSchema', () => {
  it('takes a processed video', () => {
    const video = aVideo();
    expect(videoSchema.parse(video)).toEqual(video);
  });

  it('takes one of which nothing is known but its name', () => {
    const video = aVideo({
      status: 'awaiting_upload',
      object: null,
      sizeBytes: null,
      sha256: null,
      metadata: null,
      processedAt: null,
    });
    expect(videoSchema.safeParse(video).success).toBe(true);
  });

  it.each([
    { id: 'clip' },
    { status: 'done' },
    { verdict: 'good' },
    { sizeBytes: -1 },
    { sha256: 'A'.repeat(64) },
    { revision: 0 },
    { createdAt: '2026-04-01 00:00:00' },
    { rejection: { ...aRejection(), code: 'ugly' } },
  ])('refuses %j', (fault) => {
    expect(videoSchema.safeParse({ ...aVideo(), ...fault }).success).toBe(false);
  });
});

describe('titleSchema', () => {
  it('is trimmed and composed', () => {
    expect(titleSchema.parse(' カ\u3099 ')).toBe('ガ');
  });

  it.each(['', '   ', 'a\u0000b', 'a\nb', 'x'.repeat(501)])('refuses %j', (title) => {
    expect(titleSchema.safeParse(title).success).toBe(false);
  });
});

describe('fileNameSchema', () => {
  it.each(['a/b.mp4', 'a\\b.mp4', 'a\u0007.mp4', '', 'x'.repeat(256)])('refuses %j', (name) => {
    expect(fileNameSchema.safeParse(name).success).toBe(false);
  });
});
