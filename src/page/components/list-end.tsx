import { formatCount } from '../format/amounts';
import { useText } from '../i18n/language';

interface ListEndProps {
  /** Of the rows that are shown. */
  readonly count: number;
  readonly end: 'reached' | 'more_to_come';
  /** `busy` while these are rows of the list before. */
  readonly state: 'fresh' | 'busy';
  readonly onMore: () => void;
}

/** How many rows are shown, and the way to more. */
export function ListEnd({ count, end, state, onMore }: ListEndProps) {
  const { language, text } = useText();
  return (
    <div class="list-end">
      <span class="secondary">{text.list.shown(formatCount(count, language))}</span>
      {end === 'reached' ? (
        <span class="secondary">{text.list.end}</span>
      ) : (
        <button
          type="button"
          class="button"
          aria-disabled={state === 'busy'}
          onClick={() => {
            if (state === 'fresh') onMore();
          }}
        >
          {state === 'busy' ? text.loading : text.list.more}
        </button>
      )}
    </div>
  );
}
