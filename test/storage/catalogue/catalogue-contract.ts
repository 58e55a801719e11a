import { auditRules } from './audit-contract';
import { claimRules } from './claims-contract';
import { documentRules } from './documents-contract';
import { editRules } from './edits-contract';
import { filterRules } from './filters-contract';
import { idempotencyRules } from './idempotency-contract';
import { leaseRules } from './leases-contract';
import { pageRules } from './pages-contract';
import { profileRules } from './profiles-contract';
import { programmeRules } from './programmes-contract';
import { qcRules } from './qc-contract';
import { retentionRules } from './retention-contract';
import { searchRules } from './search-contract';
import { ready } from '../../support/factories/claims';
import type { CatalogueSubject } from './catalogue-subject';

/** What every catalogue does; `makeSubject` returns an empty one for each test. */
export function catalogueContract(
  name: string,
  makeSubject: () => Promise<CatalogueSubject>,
): void {
  describe(`the catalogue ${name}`, () => {
    let subject: CatalogueSubject;
    beforeEach(async () => {
      subject = await makeSubject();
    });
    afterEach(() => subject.close());

    const current = () => subject;
    const catalogue = () => subject.catalogue;
    describe('documents', () => {
      documentRules(catalogue);
    });
    describe('an upload under an idempotency key', () => {
      idempotencyRules(current);
    });
    describe('edits', () => {
      editRules(catalogue);
    });
    describe('programmes', () => {
      programmeRules(catalogue);
      retentionRules(() => ({ catalogue: catalogue(), ready: () => ready(catalogue()) }));
    });
    describe('quality', () => {
      qcRules(current);
    });
    describe('own QC profiles', () => {
      profileRules(catalogue);
    });
    describe('the audit log', () => {
      auditRules(current);
    });
    describe('claims', () => {
      claimRules(current);
    });
    describe('leases', () => {
      leaseRules(current);
    });
    describe('filters', () => {
      filterRules(current);
    });
    describe('pages', () => {
      pageRules(current);
    });
    describe('search', () => {
      searchRules(catalogue);
    });
  });
}
