import type { ApiDependencies } from '../dependencies';
import type { Handlers } from '../handler';
import { changeHandlers } from './change-videos';
import { readHandlers } from './read-videos';
import { serviceHandlers } from './service';
import { uploadHandlers } from './uploads';

export function allHandlers(dependencies: ApiDependencies): Handlers {
  return {
    ...readHandlers(dependencies),
    ...changeHandlers(dependencies),
    ...uploadHandlers(dependencies),
    ...serviceHandlers(dependencies),
  };
}
