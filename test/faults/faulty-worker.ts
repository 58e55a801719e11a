import { EntryProcess } from '../support/drivers/entry-process';

/** A worker that is started again whenever it ends, with the user of its own. */
export class FaultyWorker {
  process: EntryProcess;
  /** One that stands still cannot end when it is asked to. */
  get frozen(): boolean {
    return this.isFrozen;
  }
  /** Of the life that it has now. */
  startedAt = new Date();
  private isFrozen = false;
  /** Of all its lives. */
  private earlier = '';

  constructor(
    readonly user: string,
    private readonly entry: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    this.process = this.start();
  }

  get output(): string {
    return this.earlier + this.process.output;
  }

  /** Ends it so, waits, and starts it again. Resolves to how long it took to end. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number> {
    await this.up();
    const startedAt = performance.now();
    this.process.signal(signal);
    this.earlier += await this.process.ended();
    const ms = performance.now() - startedAt;
    this.process = this.start();
    return ms;
  }

  /** Of one that is still starting nothing would be learnt. */
  up(): Promise<void> {
    return this.process.waitForOutput('worker started');
  }

  freeze(): void {
    this.isFrozen = true;
    this.process.signal('SIGSTOP');
  }

  thaw(): void {
    this.process.signal('SIGCONT');
    this.isFrozen = false;
  }

  /** For good. */
  async close(): Promise<void> {
    this.thaw();
    this.process.signal('SIGKILL');
    await this.process.ended();
  }

  private start(): EntryProcess {
    this.startedAt = new Date();
    return new EntryProcess(this.entry, this.environment);
  }
}
