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
    super(`object '${key}' changed while it was read; read it again`);
    this.name = 'ObjectChangedError';
  }
}

/** A body of the store ended before its last byte, again and again; worth another try. */
export class ShortReadError extends ProbeFaultError {
  constructor(key: string, bytes: number, wantedBytes: number) {
    super(`the store sent ${bytes} of ${wantedBytes} bytes of '${key}'; read it again`);
    this.name = 'ShortReadError';
  }
}

/** The program asked for more bytes of an object than it may: its headers, or its tracks, are spread too far. */
export class ReadBudgetError extends Error {
  constructor(budgetBytes: number) {
    super(`at most ${budgetBytes} bytes of the object may be read`);
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
