import type { JudgedProgramme, QualityReport } from '../domain/quality/report';
import { amountText } from './format';
import { html, type Markup } from './markup';
import { tableSection } from './table-section';
import type { ReportLanguage, ReportWords } from './words';

interface ProgrammeColumn {
  readonly label: string;
  readonly cell: (programme: JudgedProgramme) => string;
}

/** Those that a reader must be able to tell apart: of a track map, or several. */
export function listedProgrammes({ programmes = [] }: QualityReport): readonly JudgedProgramme[] {
  const isListed = programmes.length > 1 || programmes.some(({ name }) => name !== null);
  return isListed ? programmes : [];
}

/** Which sound is where, what it measures, and what the rules say of it. */
export function programmeColumns(
  words: ReportWords,
  language: ReportLanguage,
): readonly ProgrammeColumn[] {
  const level = (value: number | null, unit: string): string =>
    value === null ? '–' : amountText(value, unit, words);
  const { programme, layout, integrated, truePeak, outcome } = words.programmeColumns;
  return [
    { label: programme, cell: ({ name, programme: id }) => name?.[language] ?? id },
    { label: layout, cell: ({ layout: mode }) => words.values[mode] ?? mode },
    { label: integrated, cell: (of) => level(of.integrated, 'LUFS') },
    { label: truePeak, cell: (of) => level(of.truePeak, 'dBTP') },
    {
      label: outcome,
      cell: ({ state, verdict }) =>
        state === 'judged'
          ? words.outcomes[verdict]
          : words.bracketed(words.outcomes[verdict], words.programmeStates[state]),
    },
  ];
}

export function programmesTable(
  report: QualityReport,
  words: ReportWords,
  language: ReportLanguage,
): Markup | null {
  const listed = listedProgrammes(report);
  if (listed.length === 0) return null;
  const columns = programmeColumns(words, language);
  const rows = listed.map(
    (programme) =>
      html`<tr>
        ${columns.map(({ cell }) => html`<td>${cell(programme)}</td>`)}
      </tr>`,
  );
  const labels = columns.map(({ label }) => label);
  return tableSection(words.programmes, 'programmes', labels, rows);
}
