import { hash } from 'node:crypto';
import { extname } from 'node:path';
import { v4 as uuidV4 } from 'uuid';
import {
  ObjectExistsError,
  ObjectNotFoundError,
  PartsChangedError,
  UploadEndedError,
  UploadNotFoundError,
  VideoStateError,
} from '../../domain/errors';
import { titleOfFileName } from '../../domain/file-name';
import type { UploadedPart } from '../../storage/objects/object-store';
import type { ApiDependencies } from '../dependencies';
import { actorOf } from '../principal';
import { PartsMissingError } from '../errors';
import { etagOf } from '../etag';
import type { Answer, Handlers } from '../handler';
import { missingParts, uploadPlan } from '../upload-plan';
import { usableProfile } from './profiles';
import { toldOf } from './upload-addresses';
import type { NewUpload, RepeatableRequest, VideoDocument } from '../../storage/catalogue/types';

type Asked = Pick<
  NewUpload,
  'fileName' | 'title' | 'reading' | 'contentType' | 'sizeBytes' | 'profileId'
>;
type UploadHandlers = Pick<Handlers, 'createVideo' | 'getUpload' | 'completeUpload'>;

export function uploadHandlers({
  catalogue: { videos, uploads, profiles },
  objects,
}: Pick<ApiDependencies, 'catalogue' | 'objects'>): UploadHandlers {
  return {
    /**
     * Registered before any address is handed out: bytes can't arrive for a video that nobody knows.
     * An upload in parts is begun before that, as its id is registered too; when this process dies in
     * between, the bucket's lifecycle drops it, and it holds no bytes.
     */
    async createVideo({ headers, body, principal }) {
      const {
        fileName,
        title = titleOfFileName(fileName),
        contentType,
        sizeBytes,
        reading,
        profile,
      } = body;
      const profileId = profile && (await usableProfile(profile, profiles)).id;
      const asked = {
        ...{ fileName, title, contentType, sizeBytes },
        ...(reading !== undefined && { reading }),
        ...(profileId && { profileId }),
      };
      const actor = actorOf(principal);
      const request = repeatable(headers['idempotency-key'], asked);
      for (;;) {
        const known = request && (await uploads.findRequested(request, actor));
        if (known) return repeated(known);
        const upload = await begin(asked);
        const video = request
          ? await uploads.registerRequested(upload, actor, request)
          : await uploads.register(upload, actor);
        if (video) return created(video, upload, []);
        // another request with this key was faster: this one is its repeat
        const { key, uploadId } = upload;
        if (uploadId !== null) await objects.abortMultipart({ key, uploadId });
      }
    },

    async getUpload({ params: { id } }) {
      const found = await underWay(id);
      if (found === null) throw new UploadNotFoundError(id);
      return {
        status: 200,
        body: JSON.stringify(await toldOf(objects, found.upload, found.arrived)),
      };
    },

    /** May be repeated, since the answer to the first try may have been lost. */
    async completeUpload({ params: { id }, principal }) {
      const upload = await uploads.find(id);
      const video = await videos.find(id);
      if (video === null) throw new UploadNotFoundError(id);
      if (upload === null) return accepted(video); // joined, and the worker has seen it
      if (upload.uploadId === null) {
        throw new VideoStateError(
          'an upload in a single request needs no completing; send its bytes, that is all',
        );
      }
      const arrived = await partsOf(upload);
      if (arrived === null) return joinedBefore(id, upload, video);
      const missing = missingParts(upload.sizeBytes, arrived);
      if (missing.length > 0) throw new PartsMissingError(missing);
      // before it happens: an entry too many is better than bytes that nobody handed in
      await uploads.recordCompleted(id, actorOf(principal));
      try {
        const { key, uploadId } = upload;
        await objects.completeMultipart({ key, uploadId }, arrived);
      } catch (error) {
        // ended by a request that crossed this one: joined, or dropped with its video
        if (error instanceof ObjectNotFoundError) return joinedBefore(id, upload, video);
        if (error instanceof PartsChangedError) throw sentAgain(id);
        if (!(error instanceof ObjectExistsError)) throw error;
        // these parts, by a request that crossed this one, or other bytes
        if ((await partsOf(upload)) !== null) throw bytesAreThere(id);
      }
      return accepted(video);
    },
  };

  async function begin(asked: Asked): Promise<NewUpload> {
    const { fileName, contentType, sizeBytes } = asked;
    const key = `incoming/${uuidV4()}${safeExtension(fileName)}`;
    const { kind } = uploadPlan(sizeBytes);
    const uploadId = kind === 'multipart' ? await objects.startMultipart(key, contentType) : null;
    return { bucket: objects.bucket, key, ...asked, uploadId };
  }

  async function repeated(video: VideoDocument): Promise<Answer<'createVideo'>> {
    const found = await underWay(video.id);
    if (found === null) throw new UploadEndedError(video.id);
    return created(video, found.upload, found.arrived);
  }

  async function created(
    video: VideoDocument,
    upload: NewUpload,
    arrived: readonly UploadedPart[],
  ): Promise<Answer<'createVideo'>> {
    const told = JSON.stringify(await toldOf(objects, upload, arrived));
    return {
      status: 201,
      headers: { etag: etagOf(video.revision), location: `/v1/videos/${video.id}` },
      body: `{"video":${video.json},"upload":${told}}`,
    };
  }

  /** What was registered, and what arrived of it; null once no more bytes are taken. */
  async function underWay(
    id: string,
  ): Promise<{ upload: NewUpload; arrived: readonly UploadedPart[] } | null> {
    const upload = await uploads.find(id);
    const arrived = upload && (await partsOf(upload));
    return arrived && { upload, arrived };
  }

  /** What arrived; null when the store knows no such upload in parts (any more). */
  async function partsOf({ key, uploadId }: NewUpload): Promise<UploadedPart[] | null> {
    if (uploadId === null) return [];
    try {
      return await objects.listParts({ key, uploadId });
    } catch (error) {
      if (error instanceof ObjectNotFoundError) return null;
      throw error;
    }
  }

  async function joinedBefore(
    id: string,
    { key }: NewUpload,
    video: VideoDocument,
  ): Promise<Answer<'completeUpload'>> {
    try {
      await objects.head({ key, versionId: null });
    } catch (error) {
      if (error instanceof ObjectNotFoundError) throw new UploadNotFoundError(id);
      throw error;
    }
    return accepted(video);
  }
}

function accepted(video: VideoDocument): Answer<'completeUpload'> {
  return { status: 202, headers: { etag: etagOf(video.revision) }, body: video.json };
}

function bytesAreThere(id: string): VideoStateError {
  return new VideoStateError(
    `video '${id}' received its bytes by another way; they stay, and these parts are not joined`,
  );
}

function sentAgain(id: string): VideoStateError {
  return new VideoStateError(
    `a part of video '${id}' was sent again while the parts were joined; complete the upload once more`,
  );
}

/** The hash is of the values as they were understood, so that their order and spelling count for nothing. */
function repeatable(
  key: string | undefined,
  { fileName, title, reading, contentType, sizeBytes, profileId }: Asked,
): RepeatableRequest | undefined {
  if (key === undefined) return undefined;
  // what was not given is left out, as by releases that did not take it
  const text = JSON.stringify([
    ...[fileName, title, contentType, sizeBytes],
    ...(profileId === undefined ? [] : [profileId]),
    ...(reading === undefined ? [] : [{ reading }]),
  ]);
  return { key, sha256: hash('sha256', text, 'hex') };
}

/** Keys go into URLs, logs and shells, so only plain letters and digits are taken over. */
function safeExtension(fileName: string): string {
  const extension = extname(fileName).toLowerCase();
  return /^\.[a-z0-9]{1,10}$/.test(extension) ? extension : '';
}
