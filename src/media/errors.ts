/** A program that the platform runs is not on this machine. Thrown at start, before any file is touched. */
export class ToolNotFoundError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ToolNotFoundError';
  }
}

/** Reading the headers failed for a reason that is not the file's: worth another try. */
export class ProbeFaultError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProbeFaultError';
  }
}

/** The object was overwritten between two reads; the newer upload has an event of its own. */
export class ObjectChangedError extends ProbeFaultError {
  constructor(key: string) {
    super(`object '${key}' changed while its headers were read; read it again`);
    this.name = 'ObjectChangedError';
  }
}

/** The parser asked for more bytes than headers may be spread over. */
export class ReadBudgetError extends Error {
  constructor(budgetBytes: number) {
    super(`at most ${budgetBytes} bytes may be read to find the headers`);
    this.name = 'ReadBudgetError';
  }
}

/** ffmpeg could not be used to measure, for a reason that is not the file: worth another try. */
export class MeasureFaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MeasureFaultError';
  }
}
