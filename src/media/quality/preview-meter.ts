import type { Filmstrip, Poster } from '../../domain/previews';
import type { Change } from '../../domain/quality/change';
import { intervalsOf } from '../../domain/quality/flash-intervals';
import type { Picture } from '../../domain/quality/picture';
import { JpegStream } from './jpeg-stream';
import type { PreviewPlan } from './preview-plan';

/** What begins the graph anew, with a sheet that is empty and times that begin at 0. */
const RESETS: readonly Change['what'][] = ['size', 'pixelFormat'];

/** Poster and filmstrip, out of two streams of JPEGs. */
export class PreviewMeter {
  readonly large: JpegStream;
  readonly sheets: JpegStream;
  private readonly pictures: Buffer[] = [];
  private sheet: Buffer | undefined;

  constructor(private readonly plan: PreviewPlan) {
    this.large = new JpegStream((jpeg) => {
      // of a film that is longer than it says the rest has no pictures
      if (this.pictures.length < plan.pictures) this.pictures.push(Buffer.from(jpeg));
    });
    this.sheets = new JpegStream((jpeg) => {
      this.sheet ??= Buffer.from(jpeg);
    });
  }

  /** @param changes in the middle of the film */
  finish(
    picture: Picture,
    changes: readonly Change[],
  ): { poster: Poster | null; filmstrip: Filmstrip | null } {
    const isWhole = !changes.some(({ what }) => RESETS.includes(what));
    return {
      poster: isWhole ? this.poster(picture) : null,
      filmstrip: isWhole ? this.filmstrip() : null,
    };
  }

  /**
   * The picture with the most detail, which is the largest as JPEG, of those that are in no black, freeze,
   * flash or insert; of all, where none is left.
   */
  private poster({ black, freeze, flash, inserts }: Picture): Poster | null {
    const { pictures, secondsPerPicture, large } = this.plan;
    const avoided = [
      ...[black, freeze, inserts].flatMap(({ items }) => items),
      ...(flash ? intervalsOf(flash) : []),
    ];
    const all = this.pictures.map((jpeg, i) => ({
      jpeg,
      seconds: pictures === 1 ? 0 : (i + 0.5) * secondsPerPicture,
    }));
    const usable = all.filter(
      ({ seconds }) =>
        !avoided.some(
          ({ startSeconds, endSeconds }) => startSeconds <= seconds && seconds < endSeconds,
        ),
    );
    const [first, ...others] = usable.length > 0 ? usable : all;
    if (!first) return null;
    const best = others.reduce(
      (most, each) => (each.jpeg.length > most.jpeg.length ? each : most),
      first,
    );
    return { seconds: best.seconds, ...large, jpegBase64: best.jpeg.toString('base64') };
  }

  private filmstrip(): Filmstrip | null {
    const { sheet, pictures } = this;
    if (!sheet || pictures.length === 0) return null;
    const { secondsPerPicture, columns, rows, small } = this.plan;
    return {
      pictures: pictures.length,
      secondsPerPicture,
      columns,
      rows,
      ...small,
      jpegBase64: sheet.toString('base64'),
    };
  }
}
