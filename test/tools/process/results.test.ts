import { asJsonLine, asTable } from '../../../tools/process/results';
import { aVideo } from '../../support/factories/videos';

const results = [
  { file: 'a.mp4', video: aVideo({ verdict: 'pass' }), brokenRules: [] },
  {
    file: 'b.mp4',
    video: aVideo({ verdict: 'pass', verdictBy: 'override' }),
    brokenRules: ['loudness-highest'],
  },
  { file: 'c.mp4', video: aVideo({ verdict: null }), brokenRules: [] },
];

it('tells a verdict of the rules from one by override', () => {
  const [, ...rows] = asTable(results)
    .split('\n')
    .filter((line) => line.includes('│'))
    .map((line) => line.split('│').map((cell) => cell.trim())[3]);
  expect(rows).toEqual(['pass', 'pass by override', '–']);
  const overridden = results.map((each) => JSON.parse(asJsonLine(each)) as { verdictBy: unknown });
  expect(overridden.map(({ verdictBy }) => verdictBy)).toEqual(['rules', 'override', null]);
});
