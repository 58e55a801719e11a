import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localQualityControl } from '../../tools/platform/find-media-tools';
import { readSettings } from '../../tools/platform/settings';
import { aProfile, aRule } from '../support/factories/qc';

describe('the QC profile of a platform on this machine', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'profile-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function profileIn(value: unknown) {
    const file = path.join(folder, 'own.json');
    await writeFile(file, JSON.stringify(value));
    return (await localQualityControl({ ...readSettings({}), qcProfile: file }))?.profile;
  }

  it('may be a file', async () => {
    const own = aProfile(aRule());
    expect(await profileIn(own)).toEqual(own);
  });

  it('is refused with the file and the place of the mistake', async () => {
    await expect(profileIn({ ...aProfile(aRule()), version: 0 })).rejects.toThrow(
      /own\.json' must be a QC profile, got:\nversion: /,
    );
  });

  it('may be none', async () => {
    expect(await localQualityControl({ ...readSettings({}), qcProfile: 'none' })).toBeNull();
  });
});
