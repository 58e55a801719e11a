import { v4 as uuidV4 } from 'uuid';
import { ReportNotFoundError, VideoNotFoundError } from '../../domain/errors';
import type { Qc } from '../../domain/qc';
import { measurementDefinitions } from '../../domain/qc-definitions';
import type { WantedDecision } from '../../domain/quality/decisions';
import type { Video } from '../../domain/video';
import { readPreview } from '../../storage/previews';
import { reportHtml } from '../../report/report-html';
import { findingsCsv } from '../../report/sheet';
import { sheetXlsx } from '../../report/sheet-xlsx';
import { preferredLanguage, type ReportLanguage } from '../../report/words';
import type { ApiDependencies } from '../dependencies';
import { ScopeMissingError } from '../errors';
import { revisionsOf } from '../etag';
import type { Handlers } from '../handler';
import { actorOf, type Principal } from '../principal';
import { usableProfile } from './profiles';

type QualityHandlers = Pick<
  Handlers,
  | 'getQc'
  | 'judgeVideo'
  | 'getQcReport'
  | 'getQcSheet'
  | 'listFindings'
  | 'cancelQc'
  | 'proposeOverride'
  | 'approveOverride'
  | 'refuseOverride'
  | 'holdVideo'
  | 'liftHold'
  | 'addFinding'
  | 'withdrawFinding'
  | 'declareLoudness'
  | 'signQc'
>;

/** The file brings its own style and pictures, and runs nothing. */
const REPORT_SECURITY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function qualityHandlers({
  catalogue: { videos, qc, qcRuns, decisions, profiles },
  objects,
}: Pick<ApiDependencies, 'catalogue' | 'objects'>): QualityHandlers {
  const answer = async <S extends 200 | 201 | 202>(status: S, id: string, profile?: string) => ({
    status,
    body: withDefinitions(await qc.find(id, profile)),
  });
  const sheetOf = async ({ params: { id }, query: { profile } }: SheetInput) => {
    const document = await videos.find(id);
    if (document === null) throw new VideoNotFoundError(id);
    const { report } = JSON.parse(await qc.find(id, profile)) as Qc;
    if (report === null) throw new ReportNotFoundError(id);
    return { video: JSON.parse(document.json) as Video, report };
  };
  const decide = async <S extends 200 | 201 | 202>(
    status: S,
    { params: { id }, headers, principal }: DecisionInput,
    wanted: WantedDecision,
  ) => {
    await decisions.decide(id, wanted, actorOf(principal), revisionsOf(headers['if-match']));
    return answer(status, id);
  };
  return {
    getQc: ({ params: { id }, query: { profile } }) => answer(200, id, profile),

    async judgeVideo({ params: { id }, body: { profile, role }, principal }) {
      if (role === 'effective' && !principal.scopes.includes('approve')) {
        throw new ScopeMissingError('approve');
      }
      await qc.judgeAgain(id, await usableProfile(profile, profiles), role, actorOf(principal));
      return answer(200, id, profile);
    },

    async getQcReport(input) {
      const content = await sheetOf(input);
      const { report, video } = content;
      // of an older upload nothing is kept to look at
      const stills = report.newest ? await qc.findStills(video.id) : [];
      const poster =
        report.newest && video.object
          ? await readPreview(objects, video.id, video.object, 'poster')
          : null;
      const { language, headers } = languageOf(input);
      return {
        status: 200,
        headers: {
          ...headers,
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': REPORT_SECURITY,
        },
        body: reportHtml(
          { ...content, stills, poster, definitions: measurementDefinitions() },
          language,
        ),
      };
    },

    async getQcSheet(input) {
      const content = await sheetOf(input);
      const { language, headers } = languageOf(input);
      const workbook = await sheetXlsx(content, language);
      return {
        status: 200,
        headers,
        body: JSON.stringify({
          fileName: `${content.video.fileName}.qc.xlsx`,
          xlsxBase64: workbook.toString('base64'),
        }),
      };
    },

    async listFindings(input) {
      const { language, headers } = languageOf(input);
      return {
        status: 200,
        headers: { ...headers, 'content-type': 'text/csv; charset=utf-8' },
        body: findingsCsv(await sheetOf(input), language),
      };
    },

    async cancelQc({ params: { id }, principal }) {
      await qcRuns.cancel(id, actorOf(principal));
      return answer(202, id);
    },

    proposeOverride: (input) => decide(202, input, { kind: 'proposed', ...input.body }),

    approveOverride: (input) => decide(200, input, { kind: 'approved', ...input.body }),

    refuseOverride: (input) => decide(200, input, { kind: 'refused', ...input.body }),

    holdVideo: (input) => decide(200, input, { kind: 'held', ...input.body }),

    liftHold: (input) => decide(200, input, { kind: 'lifted', ...input.body }),

    addFinding: (input) => decide(201, input, { kind: 'found', id: uuidV4(), ...input.body }),

    withdrawFinding: (input) =>
      decide(200, input, { kind: 'withdrawn', id: input.params.findingId, ...input.body }),

    declareLoudness: (input) => decide(200, input, { kind: 'declared', ...input.body }),

    async signQc(input) {
      if (input.body.role === 'approved' && !input.principal.scopes.includes('approve')) {
        throw new ScopeMissingError('approve');
      }
      const { principal, body } = input;
      // a person signs in no other name
      const name = 'person' in principal ? principal.person.name : body.name;
      return decide(201, input, { kind: 'signed', ...body, name });
    },
  };
}

interface SheetInput {
  readonly params: { readonly id: string };
  readonly query: {
    readonly profile?: string | undefined;
    readonly lang?: ReportLanguage | undefined;
  };
  readonly headers: { readonly 'accept-language'?: string | undefined };
}

function languageOf({ query: { lang }, headers }: SheetInput) {
  const language = lang ?? preferredLanguage(headers['accept-language'] ?? '');
  return { language, headers: { 'content-language': language, vary: 'accept-language' } };
}

interface DecisionInput {
  readonly params: { readonly id: string };
  readonly headers: { readonly 'if-match'?: string | undefined };
  readonly principal: Principal;
}

/** Into the text as it came: the measurements of a long file are not parsed for this. */
export function withDefinitions(qc: string): string {
  return `${qc.slice(0, -1)},"definitions":${JSON.stringify(measurementDefinitions())}}`;
}
