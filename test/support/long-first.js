const { default: Sequencer } = require('@jest/test-sequencer');

/** Begins with what takes longest, so that at the end no core waits for the other's last file. */
module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => path.endsWith('.long.test.ts');
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
