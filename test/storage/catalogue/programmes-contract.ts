import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aProgramme, aReceivedObject, daysAgo } from '../../support/factories/videos';
import { ready } from '../../support/factories/claims';
import { until } from '../../support/until';
import { ACTOR, read } from './catalogue-subject';
import { broadcastsIn } from './retention-contract';

/** What a video is as a broadcast, and when it goes. */
export function programmeRules(catalogue: () => Catalogue): void {
  const subject = () => ({ catalogue: catalogue(), ready: () => ready(catalogue()) });
  const { store, broadcast, open, step } = broadcastsIn(subject);

  it('leaves a video alone that has this very programme', async () => {
    const id = await ready(catalogue());
    await store(id, aProgramme());
    const before = await read(catalogue(), id);
    await store(id, aProgramme());
    expect(await read(catalogue(), id)).toEqual(before);
    const { items } = await catalogue().audit.list({
      videoId: id,
      action: 'programme.set',
      limit: 10,
    });
    expect(items).toHaveLength(1);
  });

  it('keeps the programme when the video is uploaded or processed again', async () => {
    const id = await broadcast(1);
    await catalogue().edits.requeue(id, ACTOR);
    expect((await read(catalogue(), id)).programme).not.toBeNull();
  });

  it('tells where the bytes are, and again to whoever ends a deletion that was broken off', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    const place = { key: upload.object.key, uploadId: null };
    expect(await catalogue().deletions.begin(id, ACTOR, 'first')).toEqual(place);
    expect(await catalogue().deletions.due(10)).toEqual([id]);
    expect(await catalogue().deletions.begin(id, 'retention', 'second')).toEqual(place);
    expect(await catalogue().deletions.end(id, 'retention')).toBe(true);
    expect(await catalogue().deletions.end(id, 'retention')).toBe(false);
    expect(await catalogue().videos.find(id)).toBeNull();
  });

  describe('what is due', () => {
    it('is what is to go, need not be kept, and is held by no case', async () => {
      const due = await broadcast(100, { afterRetention: 'delete' });
      const held = await broadcast(100, { afterRetention: 'delete' });
      await open(held, daysAgo(50));
      await broadcast(100, { afterRetention: 'keep' });
      await broadcast(1, { afterRetention: 'delete' });
      await ready(catalogue());
      expect(await catalogue().deletions.due(10)).toEqual([due]);
    });

    it('is no more than was asked for, the oldest first', async () => {
      const [second, first] = [
        await broadcast(120, { afterRetention: 'delete' }),
        await broadcast(150, { afterRetention: 'delete' }),
      ];
      expect(await catalogue().deletions.due(1)).toEqual([first]);
      expect(await catalogue().deletions.due(2)).toEqual([first, second]);
    });

    it('is what was begun first, which is half of it at most', async () => {
      const made = [await ready(catalogue()), await ready(catalogue()), await ready(catalogue())];
      const begun = made.sort().reverse();
      for (const id of begun) {
        await catalogue().deletions.begin(id, ACTOR, 'over');
        await anotherMillisecond();
      }
      const due = await broadcast(100, { afterRetention: 'delete' });
      expect(await catalogue().deletions.due(10)).toEqual([...begun, due]);
      expect(await catalogue().deletions.due(3)).toEqual([begun[0], begun[1], due]);
    });

    it('is overdue when it was begun so long ago', async () => {
      const id = await ready(catalogue());
      await catalogue().deletions.begin(id, ACTOR, 'over');
      await anotherMillisecond();
      expect(await catalogue().deletions.overdue(3600)).toEqual([]);
      expect(await catalogue().deletions.overdue(0)).toEqual([id]);
    });
  });

  describe('a case', () => {
    it('is due for correction from the day before on, until it is corrected', async () => {
      const id = await broadcast(20);
      const { id: caseId } = await open(id, daysAgo(10));
      const in47Hours = 47 * 3600;
      expect(await catalogue().programmes.correctionsDueWithin(in47Hours)).toEqual([]);
      await step(id, caseId, 'untrue_found');
      expect(await catalogue().programmes.correctionsDueWithin(in47Hours)).toEqual([]);
      expect(await catalogue().programmes.correctionsDueWithin(49 * 3600)).toEqual([caseId]);
      await step(id, caseId, 'corrected');
      expect(await catalogue().programmes.correctionsDueWithin(49 * 3600)).toEqual([]);
    });
  });
}

/** The precision of times in the catalogue. */
function anotherMillisecond(): Promise<boolean> {
  const now = Date.now();
  return until(() => Date.now() > now + 1);
}
