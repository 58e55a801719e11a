/**
 * ffmpeg's standard error with the levels of its lines. Pictures and sounds are described at level `info`,
 * and so is the file with its own tags: none of that is a complaint.
 */
export class DecoderLog {
  private rest = '';
  private ofTransport: string | null = null;

  /** @param onLine called with every whole line, whatever its level */
  constructor(private readonly onLine: (line: string) => void) {}

  /** What went wrong between the decoder and us, of which the file is no cause; null = nothing. */
  get transportError(): string | null {
    return this.ofTransport;
  }

  /** What of it is a complaint: errors, and what has no level, such as words of the C library. */
  complaintsIn(chunk: Buffer): Buffer {
    const lines = (this.rest + chunk.toString('utf8')).split('\n');
    this.rest = lines.pop() ?? '';
    return this.take(lines);
  }

  /** The same of a last line without an end. */
  end(): Buffer {
    const complaints = this.take([this.rest]);
    this.rest = '';
    return complaints;
  }

  private take(lines: readonly string[]): Buffer {
    let complaints = '';
    for (const line of lines) {
      this.onLine(line);
      if (DESCRIPTION.test(line)) continue;
      if (!OF_TRANSPORT.test(line)) complaints += `${line}\n`;
      else if (!line.includes(END_OF_PIECE)) this.ofTransport = line;
    }
    return Buffer.from(complaints);
  }
}

const OF_TRANSPORT = /^\[(http|tcp) @ /;

/** A response of the range proxy ends with its piece, and the rest is asked for. */
const END_OF_PIECE = 'Stream ends prematurely at';

/** Also the second line of a tag that has two, which libav indents, and of warnings that have two. */
const DESCRIPTION =
  /^(\s|$|Consider increasing the value for|If you want to help, upload a sample|(\[[^\]]* @ \w+\] )*\[(warning|info|verbose|debug)\])/;
