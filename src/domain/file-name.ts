import type { z } from 'zod';
import { isFolder, madeReadable } from './text';
import type { fileNameSchema, titleSchema } from './video';

type FileName = z.infer<typeof fileNameSchema>;
type Title = z.infer<typeof titleSchema>;

/** The longest name that `fileNameSchema` takes, and that common file systems take. */
const MAX_LENGTH = 255;

/**
 * Name of a file that came with nothing but its object key: the key's last segment, in NFC because
 * macOS uploads decomposed kana. What a name must not hold becomes `_`; an overlong one loses its
 * middle, so that the extension stays.
 */
export function fileNameOfKey(key: string): FileName {
  const segment = key.split('/').findLast((part) => part !== '') ?? '';
  const readable = madeReadable(segment.replaceAll('\\', '_')).normalize('NFC');
  const name = isFolder(readable) ? readable.replaceAll('.', '_') : readable;
  if (name.length <= MAX_LENGTH) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  return withoutHalfCharacter(name.slice(0, MAX_LENGTH - extension.length)) + extension;
}

/** Title of a file that was given none: its name without the extension. */
export function titleOfFileName(fileName: FileName): Title {
  return madeReadable(fileName.replace(EXTENSION, '').trim() || fileName.trim());
}

/** A letter is required: the end of 第1.5 and of v2.0 is no extension. */
const EXTENSION = /(?<=.)\.\d?[a-z][a-z0-9]{0,6}$/i;

function withoutHalfCharacter(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
