import { ApiError, CHANGED_MEANWHILE } from '../client/errors';
import type { Dictionary } from '../i18n/en';
import { useText } from '../i18n/language';
import { whyNot } from '../state/writing';
import { Icon } from './icon';

const BAD_REQUEST = 400;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

interface ProblemProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Says what went wrong, what the server said of it, and under which name its logs know it. */
export function ProblemNote({ error, onRetry }: ProblemProps) {
  const { text } = useText();
  const problem = error instanceof ApiError ? error.problem : null;
  return (
    <div class="note note-bad" role="alert">
      <Icon name="warning" />
      <div>
        <p>{explain(error, text)}</p>
        {problem?.detail !== undefined && (
          <p class="secondary" lang="en">
            {problem.detail}
          </p>
        )}
        {problem?.instance !== undefined && (
          <p class="secondary">{text.errors.requestId(problem.instance)}</p>
        )}
      </div>
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          {text.tryAgain}
        </button>
      )}
    </div>
  );
}

export function explain(error: unknown, text: Dictionary): string {
  if (!(error instanceof ApiError)) return text.errors.unreachable;
  if (error.problem.code === 'profile_not_found') return text.errors.profileNotFound;
  if (error.problem.code === 'profile_changed') return text.errors.profileChanged;
  if (error.problem.code === 'case_refused') return text.errors.caseRefused;
  if (error.problem.code === 'video_retained') return text.errors.retained;
  if (error.status === NOT_FOUND) return text.errors.notFound;
  if (error.status === FORBIDDEN) {
    if (error.problem.code === 'second_person_needed') return text.errors.secondPerson;
    if (error.problem.code === 'author_needed') return text.errors.authorNeeded;
    const scope = (['approve', 'legal'] as const).find((each) =>
      error.problem.detail?.includes(`'${each}'`),
    );
    return whyNot(scope ?? error.intent, text);
  }
  if (error.status === CHANGED_MEANWHILE) return text.errors.changedMeanwhile;
  if (error.status === BAD_REQUEST && error.intent === 'read') return text.errors.invalidFilter;
  return text.errors.failed;
}
