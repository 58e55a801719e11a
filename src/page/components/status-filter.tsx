import type { VideoStatus } from '../client/contract';
import { useText } from '../i18n/language';

interface StatusFilterProps {
  readonly chosen: readonly string[];
  readonly onChoose: (statuses: readonly string[]) => void;
}

/** The filter that operators use most, one click away; several can be on. */
export function StatusFilter({ chosen, onChoose }: StatusFilterProps) {
  const { text } = useText();
  const toggle = (status: string) => {
    onChoose(
      chosen.includes(status) ? chosen.filter((other) => other !== status) : [...chosen, status],
    );
  };
  return (
    <div class="status-filter" role="group" aria-label={text.list.status}>
      <button
        type="button"
        aria-pressed={chosen.length === 0}
        onClick={() => {
          onChoose([]);
        }}
      >
        {text.list.all}
      </button>
      {(Object.keys(text.status) as VideoStatus[]).map((status) => (
        <button
          key={status}
          type="button"
          aria-pressed={chosen.includes(status)}
          onClick={() => {
            toggle(status);
          }}
        >
          {text.status[status]}
        </button>
      ))}
    </div>
  );
}
