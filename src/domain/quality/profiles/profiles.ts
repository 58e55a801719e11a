import type { Profile } from '../profile';
import { jp4kHlg } from './jp-4k-hlg';
import { jpCm } from './jp-cm';
import { jpTv2k } from './jp-tv-2k';
import { streaming } from './streaming';

/** The profiles that come with the platform. */
export const builtInProfiles: readonly Profile[] = [jpTv2k, jpCm, jp4kHlg, streaming];
