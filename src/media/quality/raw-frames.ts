/** Cuts a stream of bytes into frames of one size. */
export class RawFrames {
  private frame: Buffer;
  private filled = 0;
  private readonly spare: Buffer[] = [];

  /** @param onFrame owns the frame until it gives it back with {@link recycle} */
  constructor(
    private readonly frameBytes: number,
    private readonly onFrame: (frame: Buffer) => void,
  ) {
    this.frame = Buffer.allocUnsafe(frameBytes);
  }

  append(chunk: Buffer): void {
    let taken = 0;
    while (taken < chunk.length) {
      const copied = chunk.copy(this.frame, this.filled, taken);
      taken += copied;
      this.filled += copied;
      if (this.filled < this.frameBytes) return;
      const full = this.frame;
      this.frame = this.spare.pop() ?? Buffer.allocUnsafe(this.frameBytes);
      this.filled = 0;
      this.onFrame(full);
    }
  }

  recycle(frame: Buffer): void {
    this.spare.push(frame);
  }
}
