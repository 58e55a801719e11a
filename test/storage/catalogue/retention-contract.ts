import { randomUUID } from 'node:crypto';
import { CaseRefusedError } from '../../../src/domain/correction-case';
import {
  CaseNotFoundError,
  ProgrammeNotFoundError,
  RevisionConflictError,
  VideoNotFoundError,
  VideoStateError,
} from '../../../src/domain/errors';
import type { Programme } from '../../../src/domain/programme';
import { RetentionShortenedError, VideoRetainedError } from '../../../src/domain/retention';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aProgramme, daysAgo } from '../../support/factories/videos';
import { ACTOR, read, remove } from './catalogue-subject';

const NO_ID = '00000000-0000-5000-8000-000000000000';

export interface RetentionSubject {
  readonly catalogue: Pick<Catalogue, 'videos' | 'programmes' | 'deletions'>;
  /** Id of a video that is ready. */
  ready(): Promise<string>;
}

/** What people do with broadcasts and their cases. */
export function broadcastsIn(subject: () => RetentionSubject) {
  const programmes = () => subject().catalogue.programmes;
  const store = (id: string, programme: Programme, mayShorten = false) =>
    programmes().store(id, ACTOR, { programme, mayShorten });
  return {
    store,
    broadcast: async (daysBefore: number, changes: Partial<Programme> = {}) => {
      const id = await subject().ready();
      await store(id, aProgramme({ broadcastAt: daysAgo(daysBefore), ...changes }));
      return id;
    },
    open: (videoId: string, receivedAt: string) =>
      programmes().openCase(
        videoId,
        randomUUID(),
        { origin: 'request', reference: 'R-1', receivedAt },
        ACTOR,
      ),
    step: (videoId: string, id: string, status: 'untrue_found' | 'corrected' | 'dismissed') =>
      programmes().advanceCase(videoId, id, { status, at: daysAgo(0) }, ACTOR),
  };
}

/** What a broadcast keeps: in the catalogue, or in the fake of its part that the API asks. */
export function retentionRules(subject: () => RetentionSubject): void {
  const catalogue = () => subject().catalogue;
  const { store, broadcast, open, step } = broadcastsIn(subject);
  const heldUntil = async (id: string) => (await read(catalogue(), id)).programme?.heldUntil;

  it('stores a programme as a new revision, with what follows from it', async () => {
    const id = await subject().ready();
    const before = await read(catalogue(), id);
    await store(id, aProgramme());
    expect(await read(catalogue(), id)).toMatchObject({
      programme: {
        ...aProgramme(),
        retainUntil: '2026-07-01T14:59:59.999Z',
        heldUntil: null,
      },
      revision: before.revision + 1,
    });
  });

  it('refuses a programme to whoever read an older revision', async () => {
    const id = await broadcast(1);
    const change = { programme: aProgramme(), mayShorten: true, ifRevisions: [1] };
    await expect(catalogue().programmes.store(id, ACTOR, change)).rejects.toThrow(
      RevisionConflictError,
    );
  });

  it('lets only those who may do so have a video go earlier', async () => {
    const id = await broadcast(1);
    const earlier = aProgramme({ broadcastAt: daysAgo(400) });
    await expect(store(id, earlier)).rejects.toThrow(RetentionShortenedError);
    await expect(remove(catalogue(), id)).rejects.toThrow(VideoRetainedError);
    await store(id, earlier, true);
    await expect(remove(catalogue(), id)).resolves.toBeUndefined();
  });

  it('refuses to delete what must be kept, with the reason and the time', async () => {
    const id = await broadcast(1);
    const retainUntil = (await read(catalogue(), id)).programme?.retainUntil;
    const refused = catalogue().deletions.begin(id, ACTOR, 'why not');
    await expect(refused).rejects.toThrow(/must not be deleted: retained until .* JST/);
    await expect(refused).rejects.toMatchObject({ keptUntil: retainUntil });
    expect(await catalogue().videos.find(id)).not.toBeNull();
  });

  it('lets a video go whose time is over, and one that nobody broadcast', async () => {
    await expect(remove(catalogue(), await broadcast(100))).resolves.toBeUndefined();
    await expect(remove(catalogue(), await subject().ready())).resolves.toBeUndefined();
  });

  it('does not remove a row whose deletion was not begun', async () => {
    const id = await subject().ready();
    expect(await catalogue().deletions.end(id, ACTOR)).toBe(false);
    expect(await catalogue().videos.find(id)).not.toBeNull();
  });

  it('begins to keep nothing that is being deleted', async () => {
    const id = await broadcast(100);
    await catalogue().deletions.begin(id, ACTOR, 'over');
    await expect(store(id, aProgramme())).rejects.toThrow(VideoStateError);
    await expect(open(id, daysAgo(50))).rejects.toThrow(VideoStateError);
  });

  it('either keeps or deletes a video that is recorded and deleted at once', async () => {
    for (let round = 0; round < 20; round++) {
      const id = await subject().ready();
      const [kept, deleted] = await Promise.allSettled([
        store(id, aProgramme({ broadcastAt: daysAgo(1) })),
        catalogue().deletions.begin(id, ACTOR, 'at once'),
      ]);
      expect([kept.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  describe('a case', () => {
    it('needs a programme, and a video', async () => {
      const id = await subject().ready();
      await expect(open(id, daysAgo(0))).rejects.toThrow(ProgrammeNotFoundError);
      await expect(open(NO_ID, daysAgo(0))).rejects.toThrow(VideoNotFoundError);
      await expect(catalogue().programmes.casesOf(NO_ID)).rejects.toThrow(VideoNotFoundError);
      await expect(step(id, NO_ID, 'dismissed')).rejects.toThrow(CaseNotFoundError);
    });

    it('holds the video until it ends, beyond the three months', async () => {
      const id = await broadcast(100);
      const { id: caseId } = await open(id, daysAgo(50));
      await expect(remove(catalogue(), id)).rejects.toThrow(/held by a correction case/);
      expect(await heldUntil(id)).toEqual(expect.any(String));
      await step(id, caseId, 'dismissed');
      expect(await heldUntil(id)).toBeNull();
      await expect(remove(catalogue(), id)).resolves.toBeUndefined();
    });

    it('holds for six months at most', async () => {
      const id = await broadcast(200);
      await open(id, daysAgo(150));
      await expect(remove(catalogue(), id)).resolves.toBeUndefined();
    });

    it('is listed as it stands, oldest first', async () => {
      const id = await broadcast(20);
      const later = await open(id, daysAgo(5));
      const earlier = await open(id, daysAgo(10));
      const found = await step(id, earlier.id, 'untrue_found');
      expect(await catalogue().programmes.casesOf(id)).toEqual([found, later]);
    });

    it('is refused when it comes too late', async () => {
      await expect(open(await broadcast(120), daysAgo(1))).rejects.toThrow(CaseRefusedError);
    });

    it('counts with all the others when many change at once', async () => {
      const id = await broadcast(20);
      const cases = await Promise.all(Array.from({ length: 6 }, () => open(id, daysAgo(10))));
      await Promise.all(cases.slice(1).map((each) => step(id, each.id, 'dismissed')));
      expect(await heldUntil(id)).toEqual(expect.any(String));
      await step(id, cases[0]?.id ?? '', 'dismissed');
      expect(await heldUntil(id)).toBeNull();
    });
  });
}
