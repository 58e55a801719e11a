/**
 * Finds the end of the last packet in ffprobe's list of packets, one a line: presentation timestamp,
 * decoding timestamp, length, each in seconds or `N/A`. Takes the list in pieces; a film has millions.
 */
export class LastPacket {
  #rest = '';
  #end: number | null = null;

  append(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  /** Null while no packet had a timestamp. Packets come in the order of the file, not of time. */
  get endSeconds(): number | null {
    return this.#end;
  }

  #take(line: string): void {
    const [presented, decoded, length] = line.split(',').map(Number);
    const start = [presented, decoded].find((time) => Number.isFinite(time));
    if (start === undefined) return;
    const end = start + (Number.isFinite(length) ? Number(length) : 0);
    this.#end = Math.max(this.#end ?? end, end);
  }
}
