import { CatalogueFake } from '../../support/fakes/catalogue-fake';
import { idempotencyRules } from './idempotency-contract';

describe('an upload under an idempotency key, in the fake of the catalogue', () => {
  let catalogue: CatalogueFake;
  beforeEach(() => {
    catalogue = new CatalogueFake();
  });

  idempotencyRules(() => ({
    catalogue: catalogue.ports,
    ageKeys: (hours) => {
      catalogue.ageKeys(hours);
      return Promise.resolve();
    },
  }));
});
