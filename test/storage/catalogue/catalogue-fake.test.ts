import { randomUUID } from 'node:crypto';
import { aVideo } from '../../support/factories/videos';
import { CatalogueFake } from '../../support/fakes/catalogue-fake';
import { aStoredReport } from '../../support/factories/qc';
import { decisionRules } from './decisions-contract';
import { editRules } from './edits-contract';
import { idempotencyRules } from './idempotency-contract';
import { profileRules } from './profiles-contract';
import { retentionRules } from './retention-contract';

describe('the fake of the catalogue', () => {
  let catalogue: CatalogueFake;
  beforeEach(() => {
    catalogue = new CatalogueFake();
  });

  describe('edits', () => {
    editRules(() => catalogue.ports);
  });

  describe('decisions', () => {
    const put = () => catalogue.put(aVideo({ id: randomUUID(), status: 'ready' })).id;
    decisionRules(() => ({
      catalogue: catalogue.ports,
      judged: (content) => {
        const id = put();
        catalogue.qc.put(id, { reports: [aStoredReport(content, { effective: true })] });
        const { verdict } = content;
        catalogue.change(id, { verdict, verdictBy: 'rules' });
        return Promise.resolve(id);
      },
      unjudged: () => Promise.resolve(put()),
    }));
  });

  describe('own QC profiles', () => {
    profileRules(() => catalogue.ports);
  });

  describe('programmes', () => {
    retentionRules(() => ({
      catalogue: catalogue.ports,
      ready: () => Promise.resolve(catalogue.put(aVideo({ id: randomUUID(), status: 'ready' })).id),
    }));
  });

  describe('an upload under an idempotency key', () => {
    idempotencyRules(() => ({
      catalogue: catalogue.ports,
      ageKeys: (hours) => {
        catalogue.ageKeys(hours);
        return Promise.resolve();
      },
    }));
  });
});
