/** Text that is markup already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | null | readonly Part[];

/**
 * A template whose values are escaped, but for markup and lists of it; null leaves nothing. The line breaks
 * of the template are for its readers: one space of each is left.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const [first = '', ...others] = strings.map((text) => text.replace(/\s*\n\s*/g, ' '));
  return new Markup(
    others.reduce((text, next, i) => text + render(values[i] ?? null) + next, first),
  );
}

function render(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return String(part).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
