/** What was started, to be ended the last first: also when the start of the next thing fails. */
export class Undo {
  private readonly steps: (() => Promise<unknown>)[] = [];
  private running: Promise<void> | undefined;

  later(step: () => Promise<unknown>): void {
    this.steps.push(step);
  }

  /** All of them, even when one fails; once, whoever asks for it. */
  run(): Promise<void> {
    this.running ??= this.runSteps();
    return this.running;
  }

  private async runSteps(): Promise<void> {
    const errors: unknown[] = [];
    for (const step of this.steps.splice(0).reverse()) {
      await step().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw new AggregateError(errors, `must all end: ${errors.join('; ')}`);
  }
}
