import { readdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { versionIdOf } from '../../src/domain/object-version';
import type { CERTIFICATES_PREFIX } from '../../src/storage/certificates';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import type { PREVIEWS_PREFIX } from '../../src/storage/previews';
import { INCOMING_PREFIX } from '../../src/storage/queue/upload-event';
import { isHiddenBelow, keyBelow } from '../platform/watch-folder';
import type { StoredKey } from './differences';

/** Of what is kept beside uploads, in a folder for each video. */
export type BesidePrefix = typeof PREVIEWS_PREFIX | typeof CERTIFICATES_PREFIX;

/** Where uploads lie, as somebody sees it who puts it right. */
export interface UploadBucket {
  /** As the catalogue calls it. */
  readonly name: string;
  list(): Promise<StoredKey[]>;
  /** Has the bytes of a key arrive once more, unchanged. */
  send(key: string): Promise<void>;
  /** Ids of the videos of which something lies below this prefix, beside the uploads. */
  listBeside(prefix: BesidePrefix): Promise<string[]>;
  deleteBeside(prefix: BesidePrefix, videoId: string): Promise<void>;
}

/** The folder that `npm start` watches: it takes a file that was touched for an upload. */
export function folderOfUploads(dataDirectory: string): UploadBucket {
  const directory = path.join(dataDirectory, INCOMING_PREFIX);
  return {
    name: 'local',
    async list() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .filter((file) => !isHiddenBelow(directory, file));
      return Promise.all(
        files.map(async (file) => {
          const { ctime } = await stat(file);
          return {
            key: (INCOMING_PREFIX + keyBelow(directory, file)).normalize('NFC'),
            versionIds: [null],
            newest: { versionId: null, storedAt: ctime },
          };
        }),
      );
    },
    async listBeside(prefix) {
      const directory = path.join(dataDirectory, prefix);
      // of a video that was deleted its folder stays, empty
      const names = await readdir(directory, { recursive: true }).catch(() => []);
      return [...new Set(names.map((file) => path.dirname(file)).filter((id) => id !== '.'))];
    },
    deleteBeside: (prefix, videoId) =>
      rm(path.join(dataDirectory, prefix, videoId), { recursive: true, force: true }),
    async send(key) {
      const now = new Date();
      await utimes(path.join(dataDirectory, key), now, now);
    },
  };
}

/** CopyObject takes 5 GB (Amazon S3 API reference); above that an object is copied in parts. */
const MOST_IN_ONE_COPY = 5 * 1000 ** 3;
const PART_BYTES = 1024 ** 3;

/** A bucket in AWS, by the credentials of whoever calls. A copy of an object onto itself is an upload. */
export function bucketOfUploads(name: string, client: S3Client): UploadBucket {
  return {
    name,
    async list() {
      const found = new Map<
        string,
        { versionIds: (string | null)[]; newest: StoredKey['newest'] }
      >();
      const range: ListObjectVersionsCommandInput = { Bucket: name, Prefix: INCOMING_PREFIX };
      for (;;) {
        const page = await client.send(new ListObjectVersionsCommand(range));
        for (const { Key: key = '', VersionId, IsLatest, LastModified } of page.Versions ?? []) {
          if (key.endsWith('/')) continue; // a folder that the console has made
          const versionId = versionIdOf(VersionId);
          const entry = found.get(key) ?? { versionIds: [], newest: null };
          entry.versionIds.push(versionId);
          if (IsLatest && LastModified) entry.newest = { versionId, storedAt: LastModified };
          found.set(key, entry);
        }
        if (!page.IsTruncated) break;
        range.KeyMarker = page.NextKeyMarker;
        range.VersionIdMarker = page.NextVersionIdMarker;
      }
      return Array.from(found, ([key, entry]) => ({ key, ...entry }));
    },
    async listBeside(prefix) {
      const ids: string[] = [];
      const range: ListObjectsV2CommandInput = {
        ...{ Bucket: name, Prefix: prefix, Delimiter: '/' },
      };
      do {
        const page = await client.send(new ListObjectsV2Command(range));
        for (const { Prefix = '' } of page.CommonPrefixes ?? []) {
          ids.push(Prefix.slice(prefix.length, -1));
        }
        range.ContinuationToken = page.NextContinuationToken;
      } while (range.ContinuationToken !== undefined);
      return ids;
    },
    deleteBeside: (prefix, videoId) =>
      new S3ObjectStore(name, client).deleteUnder(`${prefix}${videoId}/`),
    async send(key) {
      const object = { Bucket: name, Key: key };
      const source = `${name}/${encodeURIComponent(key)}`;
      const { ContentLength: bytes = 0, ContentType } = await client.send(
        new HeadObjectCommand(object),
      );
      if (bytes <= MOST_IN_ONE_COPY) {
        const replaced = { MetadataDirective: 'REPLACE', CopySource: source, ContentType } as const;
        await client.send(new CopyObjectCommand({ ...object, ...replaced }));
      } else {
        await copyInParts(client, { ...object, ContentType }, source, bytes);
      }
    },
  };
}

async function copyInParts(
  client: S3Client,
  object: {
    readonly Bucket: string;
    readonly Key: string;
    readonly ContentType?: string | undefined;
  },
  source: string,
  bytes: number,
): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
  const { Bucket, Key } = object;
  const parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
  for (let start = 0; start < bytes; start += PART_BYTES) {
    const PartNumber = parts.length + 1;
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({
        ...{ Bucket, Key, UploadId, PartNumber, CopySource: source },
        CopySourceRange: `bytes=${start}-${Math.min(start + PART_BYTES, bytes) - 1}`,
      }),
    );
    parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
  }
  await client.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: { Parts: parts },
    }),
  );
}
