import { SecondPersonNeededError } from '../../../src/domain/errors';
import {
  DraftInvalidError,
  MAX_OWN_PROFILES,
  ProfileChangedError,
  ProfileNotFoundError,
  ProfileStateError,
} from '../../../src/domain/quality/own-profile';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aDraft, jpTv2k, streaming } from '../../support/factories/qc';

const FIRST = 'client:first';
const SECOND = 'client:second';
const REASON = 'the specification of April';

/** Customers' own QC profiles, of a catalogue that has none. */
export function profileRules(catalogue: () => Pick<Catalogue, 'profiles'>): void {
  const profiles = () => catalogue().profiles;
  const found = async (id: string, version?: number) => {
    const profile = await profiles().find(id, version);
    if (!profile) throw new Error(`there must be a QC profile '${id}'`);
    return profile;
  };
  const begin = (id = 'station-a', changes = {}) =>
    profiles().saveDraft(id, aDraft(changes), jpTv2k, FIRST);
  const propose = (id = 'station-a') =>
    profiles().step(id, { step: 'proposed', reason: REASON }, FIRST);
  const answer = async (
    step: 'published' | 'refused',
    by: typeof FIRST | typeof SECOND = SECOND,
    id = 'station-a',
  ) => {
    const proposedAt = (await found(id)).record.history.at(-1)?.at ?? '';
    await profiles().step(id, { step, proposedAt, reason: 'compared with the document' }, by);
  };
  const publish = async (id = 'station-a', changes = {}) => {
    await begin(id, changes);
    await propose(id);
    await answer('published', SECOND, id);
  };

  it('begin as a draft, which judges nothing', async () => {
    await begin();
    const { revision, record } = await found('station-a');
    expect(revision).toBe(1);
    expect(record).toMatchObject({
      state: 'draft',
      profile: { ...jpTv2k, id: 'station-a', version: 1, name: aDraft().name },
      base: jpTv2k,
      document: aDraft().document,
      history: [{ step: 'drafted', reason: null, by: FIRST }],
      versions: [{ id: 'station-a', version: 1, state: 'draft' }],
    });
    expect(await profiles().published()).toEqual([]);
    expect(await profiles().lastPublished('station-a')).toBeNull();
    expect(await profiles().find('station-b')).toBeNull();
  });

  it('keep what they are a copy of while their values change', async () => {
    await begin();
    const name = { ja: '乙', en: 'B' };
    await profiles().saveDraft('station-a', aDraft({ name }), null, SECOND);
    const { revision, record } = await found('station-a');
    expect(revision).toBe(2);
    expect(record).toMatchObject({ profile: { name, version: 1 }, base: jpTv2k });
    await expect(profiles().saveDraft('station-b', aDraft(), null, FIRST)).rejects.toThrow(
      ProfileNotFoundError,
    );
  });

  it('are the same after a draft that was sent twice', async () => {
    await begin();
    await begin();
    expect((await found('station-a')).revision).toBe(1);
  });

  it('take no values that do not fit the copy', async () => {
    await expect(begin('station-a', { rules: [{ id: 'mine' }] })).rejects.toThrow(
      DraftInvalidError,
    );
    expect(await profiles().find('station-a')).toBeNull();
  });

  it('are published by another than who proposed them', async () => {
    await begin();
    await propose();
    await expect(answer('published', FIRST)).rejects.toThrow(SecondPersonNeededError);
    expect(await profiles().published()).toEqual([]);
    await answer('published');
    const { record } = await found('station-a');
    expect(record.state).toBe('published');
    expect(record.history.map(({ step, by }) => `${step} ${by}`)).toEqual([
      `drafted ${FIRST}`,
      `proposed ${FIRST}`,
      `published ${SECOND}`,
    ]);
    expect(await profiles().published()).toEqual([record.profile]);
  });

  it('take each step once, however often it is sent', async () => {
    await begin();
    await propose();
    await propose();
    const proposedAt = (await found('station-a')).record.history.at(-1)?.at ?? '';
    const publication = { step: 'published', proposedAt, reason: 'compared' } as const;
    await profiles().step('station-a', publication, SECOND);
    await profiles().step('station-a', publication, SECOND);
    expect((await found('station-a')).record.history).toHaveLength(3);
  });

  it('are drafts again when they are refused, or changed after they were proposed', async () => {
    await begin();
    await propose();
    await answer('refused');
    expect((await found('station-a')).record.state).toBe('draft');
    await expect(answer('published')).rejects.toThrow(ProfileStateError);
    await propose();
    const { history } = (await found('station-a')).record;
    const proposedAt = history.at(-1)?.at ?? '';
    await begin('station-a', { document: '甲テレビ 搬入基準 2026 年 5 月版' });
    const late = { step: 'published', proposedAt, reason: 'compared' } as const;
    await expect(profiles().step('station-a', late, SECOND)).rejects.toThrow(ProfileStateError);
    expect(await profiles().published()).toEqual([]);
  });

  it('keep a published version as it was when the next one is drafted and published', async () => {
    await publish();
    const first = (await found('station-a')).record.profile;
    await begin('station-a', { rules: [{ id: 'silence', severity: 'INFO' }] });
    expect((await found('station-a')).record).toMatchObject({
      state: 'draft',
      profile: { version: 2 },
      versions: [
        { version: 2, state: 'draft' },
        { version: 1, state: 'published' },
      ],
    });
    expect(await profiles().published()).toEqual([first]);
    await propose();
    await answer('published');
    expect((await found('station-a', 1)).record.profile).toEqual(first);
    expect(await profiles().published()).toMatchObject([{ id: 'station-a', version: 2 }]);
    expect(await profiles().find('station-a', 3)).toBeNull();
  });

  it('are told with all their versions', async () => {
    await publish('station-b');
    await begin('station-a');
    await profiles().saveDraft('station-b', aDraft(), streaming, FIRST);
    expect(await profiles().list()).toMatchObject([
      {
        id: 'station-a',
        version: 1,
        state: 'draft',
        from: { id: 'jp-tv-2k' },
        name: aDraft().name,
      },
      { id: 'station-b', version: 2, state: 'draft', from: { id: 'streaming' } },
      { id: 'station-b', version: 1, state: 'published' },
    ]);
  });

  it('judge nothing more by themselves when they are retired, and stay to be read', async () => {
    await publish();
    await begin();
    await profiles().retire('station-a', REASON, SECOND);
    await profiles().retire('station-a', REASON, SECOND);
    const { record } = await found('station-a');
    expect(record).toMatchObject({
      state: 'retired',
      versions: [{ version: 1, state: 'retired' }],
    });
    expect(record.history.at(-1)).toMatchObject({ step: 'retired', reason: REASON, by: SECOND });
    expect(await profiles().published()).toEqual([]);
    expect(await profiles().lastPublished('station-a')).toMatchObject({
      state: 'retired',
      profile: { version: 1 },
    });
    await publish();
    expect(await profiles().published()).toMatchObject([{ version: 2 }]);
  });

  it('are gone when a draft alone is retired', async () => {
    await begin();
    await profiles().retire('station-a', REASON, SECOND);
    expect(await profiles().list()).toEqual([]);
    await expect(profiles().retire('station-a', REASON, SECOND)).rejects.toThrow(
      ProfileNotFoundError,
    );
  });

  it('change only as they were read, where a revision is named', async () => {
    await begin();
    const { revision } = await found('station-a');
    const others = [revision + 1];
    const proposal = { step: 'proposed', reason: REASON } as const;
    for (const change of [
      () => profiles().saveDraft('station-a', aDraft(), null, FIRST, others),
      () => profiles().step('station-a', proposal, FIRST, others),
      () => profiles().retire('station-a', REASON, FIRST, others),
      () => profiles().saveDraft('station-b', aDraft(), jpTv2k, FIRST, [1]),
    ]) {
      await expect(change()).rejects.toThrow(ProfileChangedError);
    }
    await profiles().step('station-a', proposal, FIRST, [revision]);
    expect((await found('station-a')).record.state).toBe('proposed');
  });

  it('are so many at most', async () => {
    for (let n = 1; n <= MAX_OWN_PROFILES; n += 1) await begin(`station-${n}`);
    await expect(begin()).rejects.toThrow(ProfileStateError);
    await begin('station-1', { document: 'another' });
    await profiles().retire('station-2', REASON, SECOND);
    await begin();
  });
}
