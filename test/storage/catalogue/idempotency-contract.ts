import { IdempotencyKeyReusedError, UploadEndedError } from '../../../src/domain/errors';
import { videoIdOf } from '../../../src/domain/object-version';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aVideoUpload } from '../../support/factories/videos';
import { ACTOR, type CatalogueSubject } from './catalogue-subject';
import type { RepeatableRequest } from '../../../src/storage/catalogue/types';

/** The catalogue, or the fake of its part that the API asks. */
interface Subject extends Pick<CatalogueSubject, 'ageKeys'> {
  readonly catalogue: Pick<Catalogue, 'uploads' | 'videos' | 'deletions'>;
}

const request: RepeatableRequest = { key: 'monday-1', sha256: 'a'.repeat(64) };

/** What is asked for under an idempotency key. */
export function idempotencyRules(subject: () => Subject): void {
  const register = (upload = aVideoUpload(), of = request, actor = ACTOR) =>
    subject().catalogue.uploads.registerRequested(upload, actor, of);
  const found = (of = request, actor = ACTOR) =>
    subject().catalogue.uploads.findRequested(of, actor);

  it('is found again, as it was registered', async () => {
    expect(await found()).toBeNull();
    const upload = aVideoUpload();
    const video = await register(upload);
    expect(video?.id).toBe(videoIdOf(upload));
    expect(await found()).toEqual(video);
  });

  it('is registered once', async () => {
    const first = await register();
    const second = aVideoUpload();
    expect(await register(second)).toBeNull();
    expect(await subject().catalogue.videos.find(videoIdOf(second))).toBeNull();
    expect(await found()).toEqual(first);
  });

  it('is found by nobody who asks for something else', async () => {
    await register();
    const other = { ...request, sha256: 'b'.repeat(64) };
    await expect(found(other)).rejects.toThrow(IdempotencyKeyReusedError);
    expect(await register(aVideoUpload(), other)).toBeNull();
  });

  it('leaves other keys and other clients alone', async () => {
    const first = await register();
    const other = { ...request, key: 'Monday-1' };
    expect(await found(other)).toBeNull();
    expect(await found(request, 'client:other')).toBeNull();
    const second = await register(aVideoUpload(), other);
    const third = await register(aVideoUpload(), request, 'client:other');
    expect(new Set([first?.id, second?.id, third?.id, undefined]).size).toBe(4);
    expect(await found()).toEqual(first);
  });

  it('counts for a day, whatever was asked for', async () => {
    const first = await register();
    await subject().ageKeys(23.9);
    expect(await found()).toEqual(first);
    expect(await register()).toBeNull();
    await subject().ageKeys(0.1);
    const later = { ...request, sha256: 'b'.repeat(64) };
    expect(await found(later)).toBeNull();
    const second = await register(aVideoUpload(), later);
    expect(second?.id).not.toBe(first?.id);
    expect(await found(later)).toEqual(second);
    expect(await register()).toBeNull();
  });

  it('has ended once its deletion began, and makes no second video', async () => {
    const { id } = (await register()) ?? { id: '' };
    await subject().catalogue.deletions.begin(id, ACTOR, 'tested');
    await expect(found()).rejects.toThrow(UploadEndedError);
    await subject().catalogue.deletions.end(id, ACTOR);
    await expect(found()).rejects.toThrow(UploadEndedError);
    expect(await register()).toBeNull();
  });
}
