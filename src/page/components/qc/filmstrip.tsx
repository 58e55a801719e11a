import { useEffect, useState } from 'preact/hooks';
import { CHART_WIDTH, timeOfPlace, timeScale } from '../../../report/axis';
import { clockOf, frameText } from '../../../domain/timecode';
import type { Filmstrip, Video, Waveform } from '../../client/contract';
import { getFilmstrip, getWaveform, pictureUrl } from '../../client/previews';
import { exactSeconds } from '../../format/duration';
import { useVideoText } from '../../i18n/video/video-text';
import { player, position, showTime } from '../../player/player';
import { useStore } from '../../state/store';

interface FilmstripProps {
  readonly video: Video;
  /** Of the time axis, which is that of the charts. */
  readonly endSeconds: number;
}

/** As many as are told apart at this width. */
const CELLS = 10;
/** Half of a glance, in percent of the drawing: it stays within. */
const GLANCE_HALF = 10;

/**
 * The film over the time axis of the charts: pictures and waveform. Pointing, or the arrow keys, show the
 * picture of a time; a click, or Enter, goes there: in the player, else the picture stays, large.
 */
export function FilmOverTime({ video, endSeconds }: FilmstripProps) {
  const { text } = useVideoText();
  const { filmstrip, waveform } = usePreviews(video);
  const canPlay = useStore(player) !== null;
  const played = useStore(position);
  /** Seconds that are pointed at. */
  const [glance, setGlance] = useState<number | null>(null);
  /** Seconds of the picture that stays. */
  const [chosen, setChosen] = useState<number | null>(null);
  if (!filmstrip && !waveform) return null;
  const clock = clockOf(video.metadata);
  const nameOf = (seconds: number) =>
    clock ? frameText(seconds, clock).timecode : exactSeconds(seconds);
  const go = (seconds: number) => {
    if (canPlay) showTime(seconds, clock);
    else setChosen(seconds);
  };
  const step = filmstrip?.secondsPerPicture ?? endSeconds / CELLS;
  const now = glance ?? (canPlay ? played : (chosen ?? 0));
  const byKey: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => {
      setGlance(Math.max(0, now - step));
    },
    ArrowRight: () => {
      setGlance(Math.min(endSeconds, now + step));
    },
    Home: () => {
      setGlance(0);
    },
    End: () => {
      setGlance(endSeconds);
    },
    Enter: () => {
      go(now);
    },
    Escape: () => {
      setGlance(null);
    },
  };
  const secondsAt = ({ currentTarget, clientX }: EventAt) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return timeOfPlace(((clientX - left) / width) * CHART_WIDTH, endSeconds);
  };
  const at = (seconds: number) => (timeScale(endSeconds)(seconds) / CHART_WIDTH) * 100;
  const marked = glance ?? (canPlay ? played : chosen);
  return (
    <div class="qc-chart film">
      <h3>{text.qc.film}</h3>
      <p class="secondary">{text.qc.filmHint}</p>
      <div class="scroll">
        <div
          class="over-time shows strip"
          role="slider"
          tabIndex={0}
          aria-label={text.qc.film}
          aria-valuemin={0}
          aria-valuemax={endSeconds}
          aria-valuenow={now}
          aria-valuetext={nameOf(now)}
          onPointerMove={(event) => {
            setGlance(secondsAt(event));
          }}
          onPointerLeave={() => {
            setGlance(null);
          }}
          onBlur={() => {
            setGlance(null);
          }}
          onClick={(event) => {
            go(secondsAt(event));
          }}
          onKeyDown={(event) => {
            const act = byKey[event.key];
            if (!act) return;
            act();
            // neither the page moves nor the player, which knows the arrows too
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          {filmstrip && <Cells filmstrip={filmstrip} endSeconds={endSeconds} />}
          {waveform && <Wave waveform={waveform} endSeconds={endSeconds} />}
          {marked !== null && <div class="playhead" style={{ left: `${at(marked)}%` }} />}
          {glance !== null && (
            <div
              class="glance"
              style={{
                left: `${Math.min(Math.max(at(glance), GLANCE_HALF), 100 - GLANCE_HALF)}%`,
              }}
            >
              {filmstrip && <Cell filmstrip={filmstrip} seconds={glance} />}
              <span>{nameOf(glance)}</span>
            </div>
          )}
        </div>
      </div>
      {filmstrip && chosen !== null && !canPlay && (
        <figure class="chosen">
          <Cell filmstrip={filmstrip} seconds={chosen} label={text.list.poster(video.title)} />
          <figcaption>{nameOf(timeShown(filmstrip, chosen))}</figcaption>
        </figure>
      )}
    </div>
  );
}

type EventAt = Pick<PointerEvent, 'clientX'> & { readonly currentTarget: Element };

interface Found {
  readonly filmstrip: Filmstrip | null;
  readonly waveform: Waveform | null;
}

const NOTHING: Found = { filmstrip: null, waveform: null };

function usePreviews(video: Video): Found {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    // what cannot be had is not shown: the charts say the same in numbers
    Promise.all([getFilmstrip(video, signal), getWaveform(video, signal)]).then(
      ([filmstrip, waveform]) => {
        setFound({ filmstrip, waveform });
      },
      () => undefined,
    );
    return () => {
      controller.abort();
      setFound(NOTHING);
    };
  }, [video.id, video.object?.sequencer, video.processedAt]);
  return found;
}

function indexAt({ secondsPerPicture, pictures }: Filmstrip, seconds: number): number {
  return Math.min(Math.floor(seconds / secondsPerPicture), pictures - 1);
}

/** Of the picture that stands for this time. */
function timeShown(filmstrip: Filmstrip, seconds: number): number {
  return (indexAt(filmstrip, seconds) + 0.5) * filmstrip.secondsPerPicture;
}

interface CellProps {
  readonly filmstrip: Filmstrip;
  readonly seconds: number;
  /** @default decoration: the time is said beside it */
  readonly label?: string;
}

/** One picture of the sheet, as large as the style has it. */
function Cell({ filmstrip, seconds, label }: CellProps) {
  const { columns, rows, width, height } = filmstrip;
  const index = indexAt(filmstrip, seconds);
  const percent = (place: number, places: number) =>
    places > 1 ? (100 * place) / (places - 1) : 0;
  return (
    <div
      class="cell"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      style={{
        aspectRatio: `${width} / ${height}`,
        backgroundImage: `url("${pictureUrl(filmstrip)}")`,
        backgroundSize: `${100 * columns}% ${100 * rows}%`,
        backgroundPosition: `${percent(index % columns, columns)}% ${percent(Math.floor(index / columns), rows)}%`,
      }}
    />
  );
}

/** Some of the pictures, each in the middle of its time. */
function Cells({ filmstrip, endSeconds }: Pick<CellProps, 'filmstrip'> & { endSeconds: number }) {
  return (
    <div class="cells">
      {Array.from({ length: CELLS }, (_, i) => (
        <Cell key={i} filmstrip={filmstrip} seconds={((i + 0.5) * endSeconds) / CELLS} />
      ))}
    </div>
  );
}

function Wave({ waveform, endSeconds }: { readonly waveform: Waveform; endSeconds: number }) {
  const { startSeconds, secondsPerBin, peaks } = waveform;
  const bars = peaks.map((peak, i) => `M${i + 0.5} ${50 - peak / 2}V${51 + peak / 2}`).join('');
  const length = peaks.length * secondsPerBin;
  return (
    <div class="wave">
      <svg
        viewBox={`0 0 ${peaks.length} 101`}
        preserveAspectRatio="none"
        aria-hidden="true"
        style={{
          insetInlineStart: `${(100 * startSeconds) / endSeconds}%`,
          width: `${(100 * length) / endSeconds}%`,
        }}
      >
        <path d={bars} />
      </svg>
    </div>
  );
}
