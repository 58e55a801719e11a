import {
  isTerminal,
  statesBefore,
  verdictSchema,
  videoStatuses,
  videoStatusSchema,
} from '../../src/domain/status';

describe('statesBefore', () => {
  it('lets a worker begin on every video, one that another left included', () => {
    expect(statesBefore('processing')).toEqual([...videoStatuses]);
  });

  it.each(['ready', 'rejected'] as const)('lets only a worker set %s', (status) => {
    expect(statesBefore(status)).toEqual(['processing']);
  });

  it('lets a video fail while it waits or is worked on', () => {
    expect(statesBefore('failed')).toEqual(['received', 'processing']);
  });

  it('has no way back to awaiting its upload', () => {
    expect(statesBefore('awaiting_upload')).toEqual([]);
  });
});

describe('isTerminal', () => {
  it('holds once a worker has finished', () => {
    expect(videoStatuses.filter(isTerminal)).toEqual(['ready', 'rejected', 'failed']);
  });
});

it('knows no other statuses and verdicts', () => {
  expect(videoStatusSchema.safeParse('done').success).toBe(false);
  expect(verdictSchema.options).toEqual(['pass', 'warn', 'review', 'fail']);
});
