import { exactSeconds, formatDuration } from '../format/duration';
import { formatBytes, formatCount } from '../format/amounts';
import { exactTime, formatTime } from '../format/time';
import { useText } from '../i18n/language';
import { Absent } from './absent';

/* What people can read at a glance, with the exact value as its title. */

export function Bytes({ value }: { readonly value: number | null }) {
  const { language, text } = useText();
  if (value === null) return <Absent meaning={text.unknown} />;
  const exact = text.values.exactBytes(formatCount(value, language));
  return (
    <data value={value} title={exact}>
      {formatBytes(value, language)}
    </data>
  );
}

export function Duration({ seconds }: { readonly seconds: number | null | undefined }) {
  const { text } = useText();
  if (seconds === null || seconds === undefined) return <Absent meaning={text.unknown} />;
  return (
    <time dateTime={`PT${seconds.toFixed(3)}S`} title={exactSeconds(seconds)}>
      {formatDuration(seconds)}
    </time>
  );
}

export function Instant({ at }: { readonly at: string }) {
  const { language } = useText();
  return (
    <time dateTime={at} title={exactTime(at, language)}>
      {formatTime(at, language)}
    </time>
  );
}
