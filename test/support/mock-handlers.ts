import type { Actor } from '../../src/domain/audit';
import { profileNamed } from '../../src/domain/qc-profiles';
import { profiles } from '../../src/domain/quality/profiles/profiles';
import type { WantedOverride } from '../../src/storage/catalogue/catalogue';
import type { QcFake } from './fakes/qc-fake';
import { keptUntil, reasonsToKeep } from '../../src/domain/retention';
import type { OperationId } from '../../src/api/routes';
import type { Video } from '../../src/domain/video';
import type { MockCatalogue, MockQuery } from './mock-catalogue';
import type { MockUploads } from './mock-uploads';
import { mockVideo } from './mock-videos';

/** The API says no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly scope?: string,
    readonly code = 'mock',
  ) {
    super(message);
  }
}

export interface MockState {
  readonly catalogue: MockCatalogue;
  readonly uploads: MockUploads;
  readonly qc: QcFake;
}

interface MockRequest extends MockState {
  readonly id: string;
  readonly origin: string;
  /** Checked against the route's schema. */
  readonly query: object;
  readonly body: object;
  readonly ifMatch: string | undefined;
  /** By the key. */
  readonly actor: Actor;
}

interface MockAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly html?: string;
  readonly etag?: string;
}

const withEtag = (status: number, video: Video): MockAnswer => ({
  status,
  body: video,
  etag: `"${video.revision}"`,
});

export const mockHandlers: Readonly<Record<OperationId, (request: MockRequest) => MockAnswer>> = {
  createVideo({ body, catalogue, uploads, origin }) {
    const { fileName, sizeBytes } = body as { fileName: string; sizeBytes: number };
    const video = mockVideo({
      fileName,
      status: 'awaiting_upload',
      object: null,
      sizeBytes: null,
      sha256: null,
      metadata: null,
      processedAt: null,
      createdAt: new Date().toISOString(),
      revision: 1,
    });
    catalogue.add(video);
    uploads.begin(video.id, fileName, sizeBytes);
    return { status: 201, body: { video, upload: uploads.describe(video.id, origin) } };
  },
  listVideos: ({ query, catalogue }) => ({ status: 200, body: catalogue.list(query as MockQuery) }),
  listPopularVideos({ query, catalogue }) {
    const { limit } = query as { limit: number };
    const { items } = catalogue.list({ status: ['ready'], sort: '-createdAt', limit });
    return { status: 200, body: { items: items.map((video, i) => ({ score: limit - i, video })) } };
  },
  getVideo: (request) => withEtag(200, known(request)),
  updateVideo(request) {
    const video = known(request);
    const { title } = request.body as { title: string };
    if (request.ifMatch !== undefined && request.ifMatch !== `"${video.revision}"`) {
      throw new Refusal(412, 'changed by somebody else');
    }
    return withEtag(200, request.catalogue.change(video.id, { title }));
  },
  deleteVideo(request) {
    const { id, programme } = known(request);
    const until = programme && keptUntil(programme);
    if (until && until > new Date().toISOString()) {
      throw new Refusal(409, `must not be deleted: ${reasonsToKeep(programme)}`);
    }
    request.catalogue.delete(id);
    return { status: 204 };
  },
  reprocessVideo(request) {
    const video = known(request);
    if (video.object === null) throw new Refusal(409, 'nothing was uploaded yet');
    const change = { status: 'received', rejection: null, failure: null } as const;
    return withEtag(202, request.catalogue.change(video.id, change));
  },
  getQc: ({ id, query, qc }) => ({ status: 200, body: shown(qc, id, query) }),
  judgeVideo({ id, body, qc, actor }) {
    const { profile, place } = body as { profile: string; place: 'beside' | 'deciding' };
    if (place === 'deciding' && !actor.endsWith('approve')) {
      throw new Refusal(403, "needs 'approve'", 'approve', 'scope_missing');
    }
    qc.judgeAgain(id, profileNamed(profile), place);
    return { status: 200, body: shown(qc, id, { profile }) };
  },
  getQcReport: ({ id, query }) => ({
    status: 200,
    html: `<!doctype html>${id} ${JSON.stringify(query)}`,
  }),
  cancelQc({ id, qc }) {
    qc.cancel(id);
    return { status: 202, body: shown(qc, id) };
  },
  proposeOverride({ id, body, qc, actor }) {
    qc.propose(id, body as WantedOverride, actor);
    return { status: 202, body: shown(qc, id) };
  },
  approveOverride({ id, body, qc, actor }) {
    qc.approve(id, (body as { proposedAt: string }).proposedAt, actor);
    return { status: 200, body: shown(qc, id) };
  },
  listQcProfiles: () => ({ status: 200, body: { items: profiles } }),
  getProgramme(request) {
    const { programme, revision } = known(request);
    if (programme === null) throw new Refusal(404, 'no programme record');
    return { status: 200, body: programme, etag: `"${revision}"` };
  },
  putProgramme: notMocked,
  listCases: () => ({ status: 200, body: { items: [] } }),
  openCase: notMocked,
  advanceCase: notMocked,
  listAudit: notMocked,
  getUpload({ id, uploads, origin }) {
    const upload = uploads.describe(id, origin);
    if (!upload) throw new Refusal(404, 'no such upload');
    return { status: 200, body: upload };
  },
  completeUpload({ id, uploads, catalogue }) {
    if (!uploads.complete(id)) throw new Refusal(409, 'parts are missing');
    return { status: 202, body: catalogue.find(id) };
  },
  getHealth: () => ({ status: 200, body: { status: 'ok', database: 'up', cache: 'up' } }),
  getOpenApi: () => ({ status: 200, body: { openapi: '3.1.0' } }),
};

function shown(qc: QcFake, id: string, { profile }: { profile?: string } = {}) {
  return { ...qc.find(id, profile), definitions: {} };
}

/** The page has no use for it. */
function notMocked(): never {
  throw new Refusal(404, 'not mocked');
}

function known({ id, catalogue }: MockRequest): Video {
  const video = catalogue.find(id);
  if (!video) throw new Refusal(404, `no video has the id '${id}'`);
  return video;
}
