/** What ends a JPEG; within its data a byte of all ones is followed by a zero (ITU-T T.81, B.1.1.5). */
const END = Buffer.from([0xff, 0xd9]);

/** Cuts a stream of bytes into JPEGs of one frame each, as an encoder writes them. */
export class JpegStream {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly onJpeg: (jpeg: Buffer) => void) {}

  append(chunk: Buffer): void {
    let from = Math.max(0, this.rest.length - 1);
    this.rest = Buffer.concat([this.rest, chunk]);
    for (;;) {
      const end = this.rest.indexOf(END, from);
      if (end === -1) return;
      this.onJpeg(this.rest.subarray(0, end + END.length));
      this.rest = this.rest.subarray(end + END.length);
      from = 0;
    }
  }
}
