import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import stringWidth from 'string-width';

/**
 * Progress of tasks: bars on a terminal, one line per finished task elsewhere. Everything goes to
 * standard error, so that standard output stays for results.
 */
export class Progress {
  private readonly bars: MultiBar | undefined;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {
    if (stream.isTTY) {
      this.bars = new MultiBar(
        {
          stream,
          format: '{name} {bar} {percentage}% {note}',
          hideCursor: true,
          clearOnComplete: true,
          barsize: 24,
          autopadding: true,
        },
        Presets.rect,
      );
    }
  }

  /** A task of `total` steps, bytes or whatever is counted; `note` is shown after the bar. */
  task(name: string, total: number): ProgressTask {
    const bar = this.bars?.create(Math.max(total, 1), 0, { name: fitToColumns(name), note: '' });
    return new ProgressTask(name, this.stream, bar, this.bars);
  }

  /** Removes the bars; print results after it. */
  stop(): void {
    this.bars?.stop();
  }
}

export class ProgressTask {
  constructor(
    private readonly name: string,
    private readonly stream: NodeJS.WriteStream,
    private readonly bar: SingleBar | undefined,
    private readonly bars: MultiBar | undefined,
  ) {}

  update(done: number, note = ''): void {
    this.bar?.update(done, { note });
  }

  /** Ends the task and removes its bar. */
  done(note = ''): void {
    if (this.bar) this.bars?.remove(this.bar);
    else this.stream.write(`${this.name}${note === '' ? '' : `: ${note}`}\n`);
  }
}

const NAME_COLUMNS = 32;

/** Cuts or pads to a fixed width on the screen, where a Japanese character takes two fitToColumns. */
function fitToColumns(text: string): string {
  let used = 0;
  let shown = '';
  for (const character of text) {
    const width = stringWidth(character);
    if (used + width > NAME_COLUMNS - 1) {
      shown += '…';
      used += 1;
      break;
    }
    shown += character;
    used += width;
  }
  return shown + ' '.repeat(NAME_COLUMNS - used);
}
