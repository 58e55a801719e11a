import type { PolicyRule } from '../policy-rule';
import { acceptedValues } from './accepted-values';
import { approval } from './approval';
import { deletion } from './deletion';
import { delivery } from './delivery';
import { encryption } from './encryption';
import { existingSecrets } from './existing-secrets';
import { knownAction, wildcardAction } from './iam-actions';
import { logGroup } from './log-group';
import { logKey } from './log-key';
import { name } from './name';
import { permissionsFirst } from './permissions-first';
import { programmeRetention } from './programme-retention';
import { protection } from './protection';
import { publicIngress } from './public-ingress';
import { residency } from './residency';
import { star } from './star';
import { tags } from './tags';
import { tokyo } from './tokyo';
import { transit } from './transit';
import { zones } from './zones';

export const RULES: readonly PolicyRule[] = [
  name,
  tags,
  deletion,
  protection,
  encryption,
  transit,
  logGroup,
  logKey,
  zones,
  tokyo,
  residency,
  programmeRetention,
  existingSecrets,
  publicIngress,
  approval,
  wildcardAction,
  knownAction,
  star,
  acceptedValues,
  delivery,
  permissionsFirst,
];
