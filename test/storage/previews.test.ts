import { deletePreviews, readPreview, storePreviews } from '../../src/storage/previews';
import { somePreviews } from '../support/factories/previews';
import { anObject } from '../support/factories/videos';
import { ObjectsFake } from '../support/fakes/objects-fake';

const ID = '3f0b4d0e-6f0a-5d1b-9a55-0c8d2f4c2e11';
const { signal } = new AbortController();
const upload = anObject({ sequencer: '0A' });
const newer = anObject({ sequencer: '0B' });

it('what was made of an upload is read again', async () => {
  const objects = new ObjectsFake();
  const previews = somePreviews();
  await storePreviews(objects, ID, upload, previews, signal);
  expect(await readPreview(objects, ID, upload, 'poster')).toEqual(previews.poster);
  expect(await readPreview(objects, ID, upload, 'filmstrip')).toEqual(previews.filmstrip);
  expect(await readPreview(objects, ID, upload, 'waveform')).toEqual(previews.waveform);
});

it('an old picture never stands for new bytes', async () => {
  const objects = new ObjectsFake();
  await storePreviews(objects, ID, upload, somePreviews(), signal);
  expect(await readPreview(objects, ID, newer, 'poster')).toBeNull();
});

it('nothing of an older upload is left, though the newer one is sound alone', async () => {
  const objects = new ObjectsFake();
  await storePreviews(objects, ID, upload, somePreviews(), signal);
  const sound = { ...somePreviews(), poster: null, filmstrip: null };
  await storePreviews(objects, ID, newer, sound, signal);
  expect(await readPreview(objects, ID, newer, 'poster')).toBeNull();
  expect([...objects.contents.values()].join()).not.toContain('jpegBase64');
});

it('lies under a prefix of its own, and goes as a whole', async () => {
  const objects = new ObjectsFake();
  await storePreviews(objects, ID, upload, somePreviews(), signal);
  expect([...objects.contents.keys()]).toEqual([
    `previews/${ID}/poster.json`,
    `previews/${ID}/filmstrip.json`,
    `previews/${ID}/waveform.json`,
  ]);
  await deletePreviews(objects, ID);
  expect(objects.contents.size).toBe(0);
});

it('what another release stored in another form is none', async () => {
  const objects = new ObjectsFake();
  const other = { ...somePreviews(), poster: { picture: 'AAAA' } };
  await storePreviews(objects, ID, upload, other as never, signal);
  expect(await readPreview(objects, ID, upload, 'poster')).toBeNull();
});
