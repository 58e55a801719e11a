/**
 * Time from the start of the first packet to the end of the last, out of ffprobe's list of packets, one
 * a line: presentation timestamp, decoding timestamp, length, each in seconds or `N/A`. Takes the list
 * in pieces; a film has millions. Packets come in the order of the file, not of time.
 */
export class PacketSpan {
  private rest = '';
  private start = Infinity;
  private end = -Infinity;

  append(chunk: Buffer): void {
    const lines = (this.rest + chunk.toString('latin1')).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.take(line);
  }

  /** Null while no packet had a timestamp. */
  get seconds(): number | null {
    return this.end >= this.start ? this.end - this.start : null;
  }

  private take(line: string): void {
    const [presented, decoded, length] = line.split(',').map(Number);
    const start = [presented, decoded].find((time) => Number.isFinite(time));
    if (start === undefined) return;
    this.start = Math.min(this.start, start);
    this.end = Math.max(this.end, start + (Number.isFinite(length) ? Number(length) : 0));
  }
}
