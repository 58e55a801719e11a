/** How far a correction case is (correction-case.ts). */
export const caseStatuses = ['investigating', 'untrue_found', 'corrected', 'dismissed'] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** What each may become. */
export const caseSteps: Readonly<
  Record<CaseStatus, readonly Exclude<CaseStatus, 'investigating'>[]>
> = {
  investigating: ['untrue_found', 'dismissed'],
  untrue_found: ['corrected'],
  corrected: [],
  dismissed: [],
};
