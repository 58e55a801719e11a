import { advisoriesIn, problemsOf, RegistryError } from '../../../tools/advisories/advisories';
import { exceptions } from '../../../tools/advisories/exceptions';

const TODAY = new Date('2026-11-30T12:00:00Z');

const found = (name: string, id: string, severity: string) => ({
  name,
  severity,
  title: `${name} does harm`,
  url: `https://github.com/advisories/${id}`,
});

/** As npm 10 and 11 print it, shortened. */
function report(...advisories: ReturnType<typeof found>[]): string {
  const vulnerabilities = Object.fromEntries(
    advisories.map((each) => [
      each.name,
      { name: each.name, severity: each.severity, via: [each] },
    ]),
  );
  return JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: { ...vulnerabilities, 'by-way-of': { via: ['fastify'] } },
  });
}

const inServer = found('fastify', 'GHSA-aaaa-bbbb-cccc', 'high');
const inTool = found('eslint', 'GHSA-dddd-eeee-ffff', 'critical');
const mild = found('pino', 'GHSA-gggg-hhhh-iiii', 'moderate');

const advisories = advisoriesIn(report(inServer, inTool, mild), report(inServer, mild));
const problems = (...list: { id: string; until: string }[]) =>
  problemsOf(
    advisories,
    list.map((each) => ({ ...each, why: 'it is not called' })),
    TODAY,
  );

const OF_SERVER = 'deployed: high in fastify: fastify does harm (GHSA-aaaa-bbbb-cccc)';
const OF_TOOL = 'tools alone: critical in eslint: eslint does harm (GHSA-dddd-eeee-ffff)';

test('high and critical advisories stop a deploy, those of tools told apart', () => {
  expect(problems()).toEqual([OF_SERVER, OF_TOOL]);
});

test('one with an exception does not, up to and with its last day', () => {
  expect(problems({ id: 'GHSA-aaaa-bbbb-cccc', until: '2026-11-30' })).toEqual([OF_TOOL]);
});

test('an exception that has ended excepts nothing, and is to go', () => {
  expect(problems({ id: 'GHSA-aaaa-bbbb-cccc', until: '2026-11-29' })).toEqual([
    OF_SERVER,
    OF_TOOL,
    'the exception for GHSA-aaaa-bbbb-cccc has ended on 2026-11-29: take it out',
  ]);
});

test('an exception ends within three months, and is of something that is installed', () => {
  expect(
    problems(
      { id: 'GHSA-aaaa-bbbb-cccc', until: '2027-03-03' },
      { id: 'GHSA-jjjj-kkkk-llll', until: '2026-12-31' },
    ),
  ).toEqual([
    OF_TOOL,
    'the exception for GHSA-aaaa-bbbb-cccc must end within three months, got 2027-03-03',
    'the exception for GHSA-jjjj-kkkk-llll is of no package that is installed: take it out',
  ]);
});

test.each([
  ['{"message":"405 Method Not Allowed","error":{}}', '405 Method Not Allowed'],
  ['', 'npm printed nothing'],
  ['{}', 'its answer is no report'],
])('a registry that answers %j has not said that there is nothing', (answer, why) => {
  expect(() => advisoriesIn(answer, report())).toThrow(RegistryError);
  expect(() => advisoriesIn(report(), answer)).toThrow(why);
});

test('every exception of ours has an id, a day and a reason', () => {
  for (const { id, until, why } of exceptions) {
    expect(id).toMatch(/^GHSA(-\w{4}){3}$|^CVE-\d{4}-\d{4,}$/);
    expect(until).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(why).toMatch(/\S/);
  }
});
