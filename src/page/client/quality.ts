import type { Language } from '../i18n/languages';
import type { Profile, Qc, ReportRole, Verdict } from './contract';
import { call } from './http';

/** With the report under that profile; '' = the effective one. */
export function getQc(id: string, profile: string, signal?: AbortSignal): Promise<Qc> {
  const query = new URLSearchParams(profile === '' ? {} : { profile });
  return call(`videos/${id}/qc`, { query, ...(signal && { signal }) });
}

export function judgeVideo(id: string, profile: string, role: ReportRole): Promise<Qc> {
  return call(`videos/${id}/qc`, { method: 'POST', body: { profile, role } });
}

export function cancelQc(id: string): Promise<Qc> {
  return call(`videos/${id}/qc/cancel`, { method: 'POST' });
}

export function proposeOverride(id: string, verdict: Verdict, reason: string): Promise<Qc> {
  return call(`videos/${id}/qc/override`, { method: 'POST', body: { verdict, reason } });
}

export function approveOverride(id: string, proposedAt: string): Promise<Qc> {
  return call(`videos/${id}/qc/override/approval`, { method: 'POST', body: { proposedAt } });
}

/** The report as HTML. */
export function qcReport(id: string, profile: string, lang: Language): Promise<string> {
  return call(`videos/${id}/qc/report`, { query: new URLSearchParams({ profile, lang }) });
}

export async function listProfiles(): Promise<Profile[]> {
  return (await call<{ items: Profile[] }>('qc/profiles')).items;
}
