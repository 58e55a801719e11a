import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const FENCE = /^```\w*\n(.*?)^```$/gms;

/** Lines of all code blocks, without what is said about them. */
function commandsOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(FENCE)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+# .*$/, '').trimEnd());
}

/** Files of this repository that the page links to or shows. */
function linksOf(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

it('shows the same commands in both languages', () => {
  const english = commandsOf(read('README.md'));
  expect(english.length).toBeGreaterThan(30);
  expect(commandsOf(read('README.ja.md'))).toEqual(english);
});

const guides = ['README.md', 'README.ja.md', 'CONTRIBUTING.md'];
const documents = readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => path.join('docs', file));

it.each(documents.filter((file) => file.startsWith('docs/adr/')))(
  '%s has the form of the others',
  (file) => {
    const page = read(file);
    expect(page).toMatch(
      /^# \d+\. .+\n\nStatus: (accepted|superseded by ADR \d+), \d{4}-\d\d-\d\d\n/,
    );
    const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    const form = ['Context', 'Decision', 'Why not', 'Consequences'];
    expect(sections).toEqual(
      form.filter((title) => title !== 'Why not' || sections.includes(title)),
    );
  },
);

describe.each([...guides, ...documents])('%s', (file) => {
  const page = read(file);

  it('names only commands that there are', () => {
    const named = [...page.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('links only to files that there are', () => {
    const folder = path.join(ROOT, path.dirname(file));
    const missing = linksOf(page).filter((link) => !existsSync(path.join(folder, link)));
    expect(missing).toEqual([]);
  });
});
