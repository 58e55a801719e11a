/* Loaded into a worker before anything else: SIGUSR2 moves its clock by an hour, and the next one back. */
const HOUR_MS = 3_600_000;
const RealDate = globalThis.Date;
let offset = 0;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + offset);
    else super(...args);
  }

  static now() {
    return RealDate.now() + offset;
  }
};

process.on('SIGUSR2', () => {
  offset = offset === 0 ? HOUR_MS : 0;
});
