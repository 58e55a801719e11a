import { CatalogueFake } from '../../support/fakes/catalogue-fake';
import { editRules } from './edits-contract';
import { idempotencyRules } from './idempotency-contract';

describe('the fake of the catalogue', () => {
  let catalogue: CatalogueFake;
  beforeEach(() => {
    catalogue = new CatalogueFake();
  });

  describe('edits', () => {
    editRules(() => catalogue.ports);
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
