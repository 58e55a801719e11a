import type { QualityMeasurements } from '../domain/quality/measurements';
import { html, type Markup } from './markup';
import { measuredInJapanese } from './measured-words';
import { tableSection } from './table-section';
import type { ReportLanguage, ReportWords } from './words';

/** Every single number, with what it means. Lists are in the timeline and under their rules. */
export function measuredTable(
  measurements: QualityMeasurements,
  definitions: Readonly<Record<string, string>>,
  words: ReportWords,
  language: ReportLanguage,
): Markup {
  const meaningOf = (path: string) =>
    language === 'ja'
      ? measuredInJapanese[path.replace(/^otherSounds\./, 'sound.')]
      : definitions[path];
  const rows = valuesIn(measurements, []).map(
    ([path, value]) =>
      html`<tr>
        <th scope="row"><code>${path}</code></th>
        <td>${value}</td>
        <td>${meaningOf(path.replace(/\[\d+\]/g, '')) ?? null}</td>
      </tr>`,
  );
  const { measure, value, meaning } = words.columns;
  return tableSection(words.measured, 'measured', [measure, value, meaning], rows);
}

function valuesIn(value: unknown, path: readonly string[]): [path: string, value: string][] {
  const name = path.join('.');
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object'))
      return [[name, value.map(valueText).join(', ')]];
    return value.flatMap((item, i) =>
      valuesIn(item, [...path.slice(0, -1), `${path.at(-1)}[${i}]`]),
    );
  }
  if (isIntervals(value)) return [[name, String(value.items.length + value.more)]];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([key]) => key !== 'series')
      .flatMap(([key, part]) => valuesIn(part, [...path, key]));
  }
  return [[name, valueText(value)]];
}

/** The JSON has every digit. */
function valueText(value: unknown): string {
  if (value === null) return '–';
  return typeof value === 'number'
    ? String(Math.round(value * 1000) / 1000)
    : JSON.stringify(value).replaceAll('"', '');
}

function isIntervals(value: unknown): value is { items: unknown[]; more: number } {
  return typeof value === 'object' && value !== null && 'items' in value && 'more' in value;
}
