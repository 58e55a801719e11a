import type { Dictionary } from '../i18n/en';
import type { Option } from './option';

/*
 * Ranges that people think in. The value of an option is `min:max` in the API's units; either may be
 * missing.
 */

export function heightOptions({ heights }: Dictionary['list']): Option[] {
  return [
    { value: ':719', label: heights.sd },
    { value: '720:1079', label: heights.hd },
    { value: '1080:1439', label: heights.fullHd },
    { value: '1440:2159', label: heights.quadHd },
    { value: '2160:4319', label: heights.uhd4k },
    { value: '4320:', label: heights.uhd8k },
  ];
}

export function durationOptions({ durations }: Dictionary['list']): Option[] {
  return [
    { value: ':60', label: durations.minute },
    { value: '60:600', label: durations.tenMinutes },
    { value: '600:3600', label: durations.hour },
    { value: '3600:', label: durations.longer },
  ];
}

export function rangeValue(min: string | null, max: string | null): string {
  return min === null && max === null ? '' : `${min ?? ''}:${max ?? ''}`;
}

export function rangeBounds(value: string): { min: string; max: string } {
  const [min = '', max = ''] = value.split(':');
  return { min, max };
}
