import { cmCodesIn } from '../cm-code';
import { primaryVideo } from '../primary-stream';
import type { Programme } from '../programme';
import { nominalRate } from '../timecode';
import { known, rounded, type Facts, type Measure, type Reading } from './reading';
import type { Bilingual } from './texts';

/*
 * What names a commercial, against each other: the name of its file, its programme record, the credit in the
 * picture as somebody read it, and the length that was measured.
 */

/** What came with a file, and what is recorded of it. */
export interface Delivery {
  readonly fileName: string;
  /** null = nothing is recorded */
  readonly programme: Pick<Programme, 'cmCode' | 'cmSeconds' | 'credit'> | null;
}

export const deliveryMeasures = {
  'delivery.fileNameHasCmCode': ofDelivery('flag', null, ({ fileName }) => ({
    value: cmCodesIn(fileName).length > 0,
    note: namesOf(fileName),
  })),
  /** Whether the code of the record is in the file's name. */
  'delivery.fileNameIsOfRecord': ofDelivery('flag', null, ({ fileName, programme }) => {
    const codes = cmCodesIn(fileName);
    const { cmCode = null } = programme ?? {};
    if (cmCode === null || codes.length === 0) return { unknown: 'not_recorded' };
    const note = notesOf(namesOf(fileName), recordsOf(cmCode));
    return { value: codes.includes(cmCode), note };
  }),
  /** Whether the code of the credit is that of the record, or in the file's name where the record has none. */
  'delivery.creditIsOfRecord': ofDelivery('flag', null, ({ fileName, programme }) => {
    const credit = programme?.credit?.cmCode ?? null;
    const recorded = programme?.cmCode ?? null;
    const codes = recorded === null ? cmCodesIn(fileName) : [recorded];
    if (credit === null || codes.length === 0) return { unknown: 'not_recorded' };
    const other = recorded === null ? namesOf(fileName) : recordsOf(recorded);
    return { value: codes.includes(credit), note: notesOf(creditOf(credit), other) };
  }),
  /** Measured length against that of the record. */
  'delivery.recordLengthDifference': ofLength(
    (programme) => programme.cmSeconds ?? null,
    (seconds) => recordsOf(`${seconds} s`),
  ),
  /** Measured length against that of the credit. */
  'delivery.creditLengthDifference': ofLength(
    (programme) => programme.credit?.seconds ?? null,
    (seconds) => creditOf(`${seconds} s`),
  ),
} satisfies Record<string, Measure>;

export function isOfDelivery(measure: string): boolean {
  return measure in deliveryMeasures;
}

function ofDelivery(
  kind: Measure['kind'],
  unit: string | null,
  read: (delivery: Delivery, facts: Facts) => Reading,
): Measure {
  const ofFacts = (facts: Facts): Reading =>
    facts.delivery ? read(facts.delivery, facts) : { unknown: 'not_declared' };
  return { kind, unit, read: ofFacts };
}

function ofLength(
  declared: (programme: NonNullable<Delivery['programme']>) => number | null,
  told: (seconds: number) => Bilingual,
): Measure {
  return ofDelivery('number', 's', ({ programme }, facts) => {
    const seconds = programme && declared(programme);
    if (seconds === null) return { unknown: 'not_recorded' };
    const measured = orderedSeconds(facts);
    if (measured === null) {
      return { unknown: facts.measurements.unmeasured.picture ?? 'not_measured' };
    }
    const difference = rounded(Math.abs(measured - seconds), 3) ?? 0;
    const lengths = { ja: `実測 ${measured} s`, en: `measured ${measured} s` };
    return { ...known(difference, 'not_measured'), note: notesOf(lengths, told(seconds)) };
  });
}

/** As commercials are ordered: 450 pictures at 29.97 a second are 15 s. null = no pictures, or no rate */
function orderedSeconds({ measurements: { picture }, metadata }: Facts): number | null {
  const video = primaryVideo(metadata);
  const rate = video?.averageFrameRate ?? video?.frameRate;
  if (!picture || !rate?.numerator) return null;
  return rounded(picture.frames / nominalRate(rate), 3);
}

function namesOf(fileName: string): Bilingual {
  const codes = cmCodesIn(fileName).join(', ');
  return { ja: `ファイル名 ${codes || fileName}`, en: `file name ${codes || fileName}` };
}

function recordsOf(value: string): Bilingual {
  return { ja: `番組情報 ${value}`, en: `programme record ${value}` };
}

function creditOf(value: string): Bilingual {
  return { ja: `クレジット ${value}`, en: `credit ${value}` };
}

function notesOf(one: Bilingual, other: Bilingual): Bilingual {
  return { ja: `${one.ja}、${other.ja}`, en: `${one.en}, ${other.en}` };
}
