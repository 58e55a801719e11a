import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { ObjectNotFoundError } from '../domain/errors';
import type { ObjectVersion } from '../domain/object-version';
import { type PreviewKind, previewKinds, type Previews, previewSchemas } from '../domain/previews';
import type { ObjectStore } from './objects/object-store';

/** Beside the uploads, in the same bucket: who may write here may not touch those (docs/adr/0022). */
export const PREVIEWS_PREFIX = 'previews/';

export function previewKey(videoId: string, kind: PreviewKind): string {
  return `${PREVIEWS_PREFIX}${videoId}/${kind}.json`;
}

/** As stored: with the upload that it was made of, as the next one to the same key is another film. */
const storedSchema = z.object({ sequencer: z.string(), content: z.unknown() });

/** Stores what was made of an upload in the place of what was made of an older one; what is null, too. */
export async function storePreviews(
  objects: Pick<ObjectStore, 'put'>,
  videoId: string,
  { sequencer }: Pick<ObjectVersion, 'sequencer'>,
  previews: Previews,
  signal: AbortSignal,
): Promise<void> {
  for (const kind of previewKinds) {
    const stored = { sequencer, content: previews[kind] } satisfies z.infer<typeof storedSchema>;
    const body = Readable.from([Buffer.from(JSON.stringify(stored))]);
    await objects.put(previewKey(videoId, kind), body, { contentType: 'application/json', signal });
  }
}

/** What there is of this very upload; null = none was made of it, or not yet. */
export async function readPreview<K extends PreviewKind>(
  objects: Pick<ObjectStore, 'read'>,
  videoId: string,
  { sequencer }: Pick<ObjectVersion, 'sequencer'>,
  kind: K,
): Promise<z.infer<(typeof previewSchemas)[K]> | null> {
  const found = await textOf(objects, previewKey(videoId, kind));
  const stored = found === null ? null : storedSchema.parse(JSON.parse(found));
  if (stored?.sequencer !== sequencer) return null;
  // what another release made in another form is none
  const { data } = previewSchemas[kind].safeParse(stored.content);
  return (data ?? null) as z.infer<(typeof previewSchemas)[K]> | null;
}

async function textOf(objects: Pick<ObjectStore, 'read'>, key: string): Promise<string | null> {
  try {
    return await text(await objects.read({ key, versionId: null }));
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
}

/** Succeeds when there are none. */
export function deletePreviews(
  objects: Pick<ObjectStore, 'deleteUnder'>,
  videoId: string,
): Promise<void> {
  return objects.deleteUnder(`${PREVIEWS_PREFIX}${videoId}/`);
}
