import type { AuditEntry } from '../../src/domain/audit';
import { auditHeader, auditLine } from '../../src/report/audit-csv';

const entry: AuditEntry = {
  ...{ id: 7, at: '2026-02-15T15:30:00.000Z', atJapan: '2026-02-16 00:30:00.000 JST' },
  ...{ actor: 'client:desk', action: 'qc.judged', videoId: null },
  ...{ before: null, after: { title: '桜島, 4K' } },
};

it('begins with the mark by which Excel reads Japanese', () => {
  expect(auditHeader()).toBe('\uFEFFid,at,atJapan,actor,action,videoId,before,after\r\n');
});

it('has an entry a line; what was changed is JSON, and nothing an empty cell', () => {
  expect(auditLine(entry)).toBe(
    '7,2026-02-15T15:30:00.000Z,2026-02-16 00:30:00.000 JST,client:desk,qc.judged,,,' +
      '"{""title"":""桜島, 4K""}"\r\n',
  );
});

it('has no cell that a spreadsheet runs', () => {
  expect(auditLine({ ...entry, actor: '=1+1' })).toContain(",'=1+1,");
});
