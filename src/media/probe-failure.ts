import { FileRejectedError } from '../domain/errors';
import type { RejectionCode } from '../domain/rejection';
import { ProbeFaultError } from './errors';
import { looksLikeContainer } from './first-bytes';
import type { MediaInput } from './media-source';
import type { Outcome } from './sandbox-outcome';

/**
 * Standard output of a parser that did its work.
 * @throws FileRejectedError when the file is to blame
 * @throws ProbeFaultError when it is not
 */
export function resultOf(outcome: Outcome, input: MediaInput): string {
  const complaint = COMPLAINTS.find(([pattern]) => pattern.test(outcome.stderr));
  if (complaint) throw new FileRejectedError({ code: complaint[1], detail: complaint[2] });
  switch (outcome.kind) {
    case 'exited':
      if (outcome.exitCode === 0) return outcome.stdout;
      if (isBadCall(outcome)) {
        throw new ProbeFaultError(`ffprobe could not be used: ${lastLine(outcome.stderr)}`);
      }
      throw looksLikeContainer(input.firstBytes)
        ? rejected('unreadable', `the container cannot be read: ${lastLine(outcome.stderr)}`)
        : rejected(
            'unsupported_format',
            'the first bytes are those of no container that the platform takes',
          );
    case 'timed_out':
      if (input.isWaiting()) throw new ProbeFaultError('the object store was too slow');
      throw rejected('parser_timeout', 'reading the headers was stopped at the time limit');
    case 'out_of_memory':
      throw rejected('parser_memory', 'reading the headers was stopped at the memory limit');
    case 'output_too_large':
      throw rejected('too_much_metadata', 'the headers hold more text than the platform takes');
    case 'crashed':
      throw rejected('parser_crashed', `the parser ended with ${outcome.signalName}`);
    case 'killed':
      throw new ProbeFaultError(`the parser was ended from outside with ${outcome.signalName}`);
  }
}

/** libav writes this when no header tells a duration. */
export const DURATION_ESTIMATED = /Estimating duration from bitrate/;

/** libav writes this when the first bytes hold no picture or sound of a stream. */
export const STREAM_NOT_FOUND = /Could not find codec parameters for stream \d+ \((Video|Audio)/;

/**
 * What libav says and only the file can be the cause of, whatever the exit code: it goes on after some
 * of these. The first that fits decides.
 */
const COMPLAINTS: readonly (readonly [RegExp, RejectionCode, string])[] = [
  [/max_streams/, 'too_many_streams', 'the file declares more streams than the platform takes'],
  [
    // libav's own word is for sizes that no picture in memory can have
    /exceeds specified max pixel count|Picture size \d{5,}x\d{5,} is invalid/,
    'picture_too_large',
    'a picture has more pixels than the platform takes',
  ],
  [/Skipped opening external track/, 'external_reference', 'a track is stored in another file'],
  [/Protocol '\w+' not on whitelist/, 'external_reference', 'the file names another place'],
  [
    /Format not on whitelist/,
    'unsupported_format',
    'the container is not one that the platform takes',
  ],
  [
    /misdetection possible/,
    'unsupported_format',
    'no container that the platform takes is recognized',
  ],
  [/moov atom not found/, 'truncated', 'the index (moov) is missing; the upload may be incomplete'],
];

/** Whether the program did not start, or lacks something that every call asks of it. */
export function isBadCall(outcome: Outcome): boolean {
  if (outcome.kind !== 'exited') return false;
  return outcome.exitCode >= NOT_STARTED || BAD_CALL.test(outcome.stderr);
}

/** A shell's exit codes for a program that cannot be run or is not there. */
const NOT_STARTED = 126;
const BAD_CALL =
  /Unrecognized option|Option not found|error while loading shared libraries|No such filter|Unknown encoder|Error parsing (a )?filter|is not a suitable output format/;

function rejected(code: RejectionCode, detail: string): FileRejectedError {
  return new FileRejectedError({ code, detail });
}

/** The parser's last words, without addresses, paths and URLs. */
export function lastLine(stderr: string): string {
  const line = stderr.trimEnd().split('\n').at(-1) ?? '';
  return line.replace(/^(\[[^\]]*\] ?)+/, '').replace(/^(file|http):.*: /, '');
}
