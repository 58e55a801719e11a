import { Progress } from '../terminal/progress';

/** What a rehearsal did, or was told not to do. */
export interface Step {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not run';
  readonly seconds: number;
  /** What came of it, what was wrong, or why it was not run. */
  readonly note: string;
}

/** The steps of a rehearsal: said while they run, kept for the report. */
export class Steps {
  readonly taken: Step[] = [];
  private readonly progress = new Progress();

  /** Runs a step; the text that it returns is its note. A failure ends the rehearsal. */
  async run(name: string, work: () => Promise<unknown>): Promise<void> {
    const startedAt = performance.now();
    const task = this.progress.task(name, 1);
    const end = (outcome: Step['outcome'], note: string) => {
      const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
      this.taken.push({ name, outcome, seconds, note });
      task.done([`${seconds} s`, note].filter(Boolean).join(', '));
    };
    try {
      const note = await work();
      end('passed', typeof note === 'string' ? note : '');
    } catch (error) {
      end('failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** Skips a step, and says why. */
  skip(name: string, reason: string): void {
    this.taken.push({ name, outcome: 'not run', seconds: 0, note: reason });
    this.progress.task(name, 1).done(`not run: ${reason}`);
  }

  end(): void {
    this.progress.stop();
  }
}
