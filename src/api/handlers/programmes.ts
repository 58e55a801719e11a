import { v4 as uuidV4 } from 'uuid';
import { ProgrammeNotFoundError, VideoNotFoundError } from '../../domain/errors';
import { programmeOf } from '../../domain/programme';
import type { Video } from '../../domain/video';
import type { ApiDependencies } from '../dependencies';
import { etagOf, revisionsOf } from '../etag';
import type { Handlers } from '../handler';
import { actorOf } from '../principal';

type ProgrammeHandlers = Pick<
  Handlers,
  'getProgramme' | 'putProgramme' | 'listCases' | 'openCase' | 'advanceCase'
>;

export function programmeHandlers({
  catalogue: { videos, programmes },
}: Pick<ApiDependencies, 'catalogue'>): ProgrammeHandlers {
  return {
    async getProgramme({ params: { id } }) {
      const document = await videos.find(id);
      if (document === null) throw new VideoNotFoundError(id);
      const { programme } = JSON.parse(document.json) as Video;
      if (programme === null) throw new ProgrammeNotFoundError(id);
      return {
        status: 200,
        headers: { etag: etagOf(document.revision) },
        body: JSON.stringify(programme),
      };
    },

    async putProgramme({ params: { id }, headers: { 'if-match': ifMatch }, body, principal }) {
      const video = await programmes.store(id, actorOf(principal), {
        programme: programmeOf(body),
        mayShorten: principal.scopes.includes('legal'),
        ifRevisions: revisionsOf(ifMatch),
      });
      return { status: 200, headers: { etag: etagOf(video.revision) }, body: video.json };
    },

    async listCases({ params: { id } }) {
      return { status: 200, body: JSON.stringify({ items: await programmes.casesOf(id) }) };
    },

    async openCase({ params: { id }, body, principal }) {
      const opened = await programmes.openCase(id, uuidV4(), body, actorOf(principal));
      return { status: 201, body: JSON.stringify(opened) };
    },

    async advanceCase({ params: { id, caseId }, body, principal }) {
      const advanced = await programmes.advanceCase(id, caseId, body, actorOf(principal));
      return { status: 200, body: JSON.stringify(advanced) };
    },
  };
}
