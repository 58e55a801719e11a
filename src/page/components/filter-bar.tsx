import { useState } from 'preact/hooks';
import type { EffectiveVerdict, HdrKind, VideoOrder } from '../client/contract';
import { captionNames, codecNames, containerNames, hdrNames } from '../../report/names';
import { endOfDay, jstDay, lastDayBefore, startOfDay } from '../format/time';
import { useText } from '../i18n/language';
import { countFilters, orderOf, valuesOf, withChanges, type Changes } from '../location/list-query';
import { here } from '../location/location';
import { useRuleOptions } from '../state/use-profiles';
import { optionsOf } from '../location/option';
import { Choice } from './choice';
import { Icon } from './icon';
import { durationOptions, heightOptions, rangeBounds, rangeValue } from '../location/range-options';
import { SearchBox } from './search-box';
import { StatusFilter } from './status-filter';

/** Everything that narrows the list. Its state is the address, nothing else. */
export function FilterBar({ query }: { readonly query: URLSearchParams }) {
  const { text } = useText();
  const [panel, setPanel] = useState<'open' | 'closed'>('closed');
  const set = (changes: Changes) => {
    here.push(withChanges(query, changes));
  };
  const count = countFilters(query);
  return (
    <div class="filters">
      <SearchBox
        value={query.get('q') ?? ''}
        onSearch={(q) => {
          // not `query`: another filter may have been set since this was typed
          here.replace(withChanges(here.value, { q }));
        }}
      />
      <StatusFilter
        chosen={valuesOf(query, 'status')}
        onChoose={(statuses) => {
          set({ status: statuses.join(',') });
        }}
      />
      <button
        type="button"
        class="button filters-toggle"
        aria-expanded={panel === 'open'}
        aria-controls="filter-panel"
        onClick={() => {
          setPanel(panel === 'open' ? 'closed' : 'open');
        }}
      >
        <Icon name="filter" />
        {text.list.filters}
        {count > 0 && <span class="count">{count}</span>}
      </button>
      <div id="filter-panel" class="filter-panel" data-panel={panel}>
        <FilterChoices query={query} set={set} />
        <button
          type="button"
          class="button button-plain"
          disabled={count === 0}
          onClick={() => {
            here.push(new URLSearchParams());
          }}
        >
          {text.list.clear}
        </button>
      </div>
    </div>
  );
}

interface FilterChoicesProps {
  readonly query: URLSearchParams;
  readonly set: (changes: Changes) => void;
}

function FilterChoices({ query, set }: FilterChoicesProps) {
  const { text } = useText();
  const { list } = text;
  const value = (name: keyof Changes) => query.get(name) ?? '';
  const from = query.get('createdFrom');
  const to = query.get('createdTo');
  return (
    <>
      <Choice
        label={list.verdict}
        value={value('verdict')}
        options={optionsOf<EffectiveVerdict>(text.verdict)}
        onChoose={(verdict) => {
          set({ verdict });
        }}
      />
      <Choice
        label={list.waiting}
        value={value('waiting')}
        options={optionsOf(list.waitings)}
        onChoose={(waiting) => {
          set({ waiting });
        }}
      />
      <Choice
        label={list.rule}
        value={value('rule')}
        options={useRuleOptions()}
        onChoose={(rule) => {
          set({ rule });
        }}
      />
      <Choice
        label={list.codec}
        value={value('codec')}
        options={optionsOf(codecNames)}
        onChoose={(codec) => {
          set({ codec });
        }}
      />
      <Choice
        label={list.container}
        value={value('container')}
        options={optionsOf(containerNames)}
        onChoose={(container) => {
          set({ container });
        }}
      />
      <Choice
        label={list.resolution}
        value={rangeValue(query.get('minHeight'), query.get('maxHeight'))}
        options={heightOptions(list)}
        onChoose={(range) => {
          const { min, max } = rangeBounds(range);
          set({ minHeight: min, maxHeight: max });
        }}
      />
      <Choice
        label={list.hdr}
        value={value('hdr')}
        options={optionsOf<HdrKind>(hdrNames)}
        onChoose={(hdr) => {
          set({ hdr });
        }}
      />
      <Choice
        label={list.captions}
        value={value('captions')}
        options={optionsOf({
          ...captionNames,
          other: text.values.otherCaptions,
          none: text.values.none,
        })}
        onChoose={(captions) => {
          set({ captions });
        }}
      />
      <Choice
        label={list.duration}
        value={rangeValue(query.get('minDuration'), query.get('maxDuration'))}
        options={durationOptions(list)}
        onChoose={(range) => {
          const { min, max } = rangeBounds(range);
          set({ minDuration: min, maxDuration: max });
        }}
      />
      <DayField
        label={list.from}
        value={from === null ? '' : jstDay(from)}
        onChoose={(day) => {
          set({ createdFrom: day === '' ? null : startOfDay(day) });
        }}
      />
      <DayField
        label={list.to}
        value={to === null ? '' : lastDayBefore(to)}
        onChoose={(day) => {
          set({ createdTo: day === '' ? null : endOfDay(day) });
        }}
      />
      <Choice
        class="sort-choice"
        label={list.sort}
        value={orderOf(query)}
        none={null}
        options={optionsOf<VideoOrder>(list.sorts)}
        onChoose={(sort) => {
          set({ sort });
        }}
      />
    </>
  );
}

interface DayFieldProps {
  readonly label: string;
  /** 2025-11-22, a day in Japan; '' = not set. */
  readonly value: string;
  readonly onChoose: (day: string) => void;
}

function DayField({ label, value, onChoose }: DayFieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="date"
        value={value}
        data-set={value !== ''}
        onChange={(event) => {
          onChoose(event.currentTarget.value);
        }}
      />
    </label>
  );
}
