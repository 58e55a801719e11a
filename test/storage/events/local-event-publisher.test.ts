import type { VideoProcessed } from '../../../src/storage/events/event-publisher';
import { LocalEventPublisher } from '../../../src/storage/events/local-event-publisher';

const event: VideoProcessed = {
  videoId: 'b6c1b7c2-0f39-5b9c-9d3e-7a3c7a0f2b11',
  status: 'ready',
  verdict: 'pass',
  verdictBy: 'rules',
  bucket: 'local',
  key: 'incoming/a.mp4',
  versionId: null,
};

describe('LocalEventPublisher', () => {
  it('every listener hears of an event until it ends its listening', async () => {
    const publisher = new LocalEventPublisher();
    const [first, second] = [jest.fn(), jest.fn()];
    const end = publisher.listen(first);
    publisher.listen(second);

    await publisher.publish('VideoProcessed', event);
    end();
    await publisher.publish('VideoProcessed', event);

    expect(first.mock.calls).toEqual([['VideoProcessed', event]]);
    expect(second).toHaveBeenCalledTimes(2);
  });

  it('with nobody listening, an event is gone', async () => {
    await expect(
      new LocalEventPublisher().publish('VideoProcessed', event),
    ).resolves.toBeUndefined();
  });
});
