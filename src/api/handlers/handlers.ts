import type { ApiDependencies } from '../dependencies';
import type { Handlers } from '../handler';
import { auditHandlers } from './audit';
import { changeHandlers } from './change-videos';
import { playbackHandlers } from './playback';
import { programmeHandlers } from './programmes';
import { qualityHandlers } from './quality';
import { readHandlers } from './read-videos';
import { serviceHandlers } from './service';
import { uploadHandlers } from './uploads';

export function allHandlers(dependencies: ApiDependencies): Handlers {
  return {
    ...readHandlers(dependencies),
    ...playbackHandlers(dependencies),
    ...changeHandlers(dependencies),
    ...qualityHandlers(dependencies),
    ...programmeHandlers(dependencies),
    ...auditHandlers(dependencies),
    ...uploadHandlers(dependencies),
    ...serviceHandlers(dependencies),
  };
}
