/** Half of what is kept; a parser's first line names the cause, its last the result. */
const HALF_BYTES = 32 * 1024;

/** Keeps the beginning and the end of a text of any length. */
export class TextTail {
  private head = Buffer.alloc(0);
  private tail = Buffer.alloc(0);

  append(chunk: Buffer): void {
    const room = HALF_BYTES - this.head.length;
    if (room > 0) this.head = Buffer.concat([this.head, chunk.subarray(0, room)]);
    const rest = chunk.subarray(Math.max(0, room));
    if (rest.length > 0) this.tail = Buffer.concat([this.tail, rest]).subarray(-HALF_BYTES);
  }

  toString(): string {
    return Buffer.concat([this.head, this.tail]).toString('utf8');
  }
}
