import { randomUUID } from 'node:crypto';
import { aVideo } from '../../support/factories/videos';
import { CatalogueFake } from '../../support/fakes/catalogue-fake';
import { editRules } from './edits-contract';
import { idempotencyRules } from './idempotency-contract';
import { retentionRules } from './retention-contract';

describe('the fake of the catalogue', () => {
  let catalogue: CatalogueFake;
  beforeEach(() => {
    catalogue = new CatalogueFake();
  });

  describe('edits', () => {
    editRules(() => catalogue.ports);
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
