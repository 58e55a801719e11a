import autocannon from 'autocannon';

/*
 * Run as a process of its own: asks one URL over and over, for `measure-http.ts`. Keeps each
 * answer's time, which autocannon's own histogram rounds to whole milliseconds.
 */

const [options] = process.argv.slice(2);
const times: number[] = [];
const running = autocannon(JSON.parse(options ?? '{}') as autocannon.Options, (error, result) => {
  if (error) throw error as Error;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? NaN;
  const refused = result.non2xx + result.errors;
  const rate = result.requests.average;
  console.log(JSON.stringify({ refused, rate, p50: at(0.5), p99: at(0.99) }));
});
running.on('response', (_client, _status, _bytes, ms) => {
  times.push(ms);
});
