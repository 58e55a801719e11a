import type { ApiDependencies } from '../dependencies';
import type { Handlers } from '../handler';
import { auditHandlers } from './audit';
import { certificateHandlers } from './certificates';
import { changeHandlers } from './change-videos';
import { playbackHandlers } from './playback';
import { previewHandlers } from './previews';
import { profileHandlers } from './profiles';
import { programmeHandlers } from './programmes';
import { qualityHandlers } from './quality';
import { readHandlers } from './read-videos';
import { serviceHandlers } from './service';
import { uploadHandlers } from './uploads';

export function allHandlers(dependencies: ApiDependencies): Handlers {
  return {
    ...readHandlers(dependencies),
    ...playbackHandlers(dependencies),
    ...previewHandlers(dependencies),
    ...changeHandlers(dependencies),
    ...qualityHandlers(dependencies),
    ...certificateHandlers(dependencies),
    ...profileHandlers(dependencies),
    ...programmeHandlers(dependencies),
    ...auditHandlers(dependencies),
    ...uploadHandlers(dependencies),
    ...serviceHandlers(dependencies),
  };
}
