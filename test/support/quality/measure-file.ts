import { measured } from './measured';

/* Prints what a file measures, as JSON. */

void (async () => {
  const { measurements } = await measured(process.argv[2] ?? '');
  console.log(JSON.stringify(measurements));
})();
