import type { Profile } from '../profile';
import { jp4kHlg, jp4kSdr } from './jp-4k';
import { jpCm, jpCmBody } from './jp-cm';
import { jpTv2k, jpTv2kDualMono, jpTv2kSurround } from './jp-tv-2k';
import { streaming } from './streaming';

/** The profiles that are built in. Customers' own are in the database: own-profile.ts. */
export const profiles: readonly Profile[] = [
  jpTv2k,
  jpTv2kSurround,
  jpTv2kDualMono,
  jpCm,
  jpCmBody,
  jp4kHlg,
  jp4kSdr,
  streaming,
];
