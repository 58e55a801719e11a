import { ReportNotFoundError, VideoNotFoundError } from '../../domain/errors';
import type { Qc } from '../../domain/qc';
import { measurementDefinitions } from '../../domain/qc-definitions';
import { profileNamed } from '../../domain/qc-profiles';
import { profiles } from '../../domain/quality/profiles/profiles';
import type { Video } from '../../domain/video';
import { reportHtml } from '../../report/report-html';
import { preferredLanguage } from '../../report/words';
import type { ApiDependencies } from '../dependencies';
import { ScopeMissingError } from '../errors';
import type { Handlers } from '../handler';
import { actorOf } from '../principal';

type QualityHandlers = Pick<
  Handlers,
  | 'getQc'
  | 'judgeVideo'
  | 'getQcReport'
  | 'cancelQc'
  | 'proposeOverride'
  | 'approveOverride'
  | 'listQcProfiles'
>;

/** The file brings its own style and pictures, and runs nothing. */
const REPORT_SECURITY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function qualityHandlers({
  catalogue: { videos, qc, qcRuns, overrides },
}: Pick<ApiDependencies, 'catalogue'>): QualityHandlers {
  const answer = async <S extends 200 | 202>(status: S, id: string, profile?: string) => ({
    status,
    body: withDefinitions(await qc.find(id, profile)),
  });
  return {
    getQc: ({ params: { id }, query: { profile } }) => answer(200, id, profile),

    async judgeVideo({ params: { id }, body: { profile, role }, principal }) {
      if (role === 'effective' && !principal.scopes.includes('approve')) {
        throw new ScopeMissingError('approve');
      }
      await qc.judgeAgain(id, profileNamed(profile), role, actorOf(principal));
      return answer(200, id, profile);
    },

    async getQcReport({ params: { id }, query: { profile, lang }, headers }) {
      const document = await videos.find(id);
      if (document === null) throw new VideoNotFoundError(id);
      const { report } = JSON.parse(await qc.find(id, profile)) as Qc;
      if (report === null) throw new ReportNotFoundError(id);
      const video = JSON.parse(document.json) as Video;
      const stills = report.newest ? await qc.findStills(id) : [];
      const language = lang ?? preferredLanguage(headers['accept-language'] ?? '');
      return {
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': REPORT_SECURITY,
          'content-language': language,
          vary: 'accept-language',
        },
        body: reportHtml(
          { video, report, stills, definitions: measurementDefinitions() },
          language,
        ),
      };
    },

    async cancelQc({ params: { id }, principal }) {
      await qcRuns.cancel(id, actorOf(principal));
      return answer(202, id);
    },

    async proposeOverride({ params: { id }, body, principal }) {
      await overrides.propose(id, body, actorOf(principal));
      return answer(202, id);
    },

    async approveOverride({ params: { id }, body: { proposedAt }, principal }) {
      await overrides.approve(id, proposedAt, actorOf(principal));
      return answer(200, id);
    },

    listQcProfiles: () =>
      Promise.resolve({ status: 200, body: JSON.stringify({ items: profiles }) }),
  };
}

/** Into the text as it came: the measurements of a long file are not parsed for this. */
function withDefinitions(qc: string): string {
  return `${qc.slice(0, -1)},"definitions":${JSON.stringify(measurementDefinitions())}}`;
}
