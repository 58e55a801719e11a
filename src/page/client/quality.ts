import type { Language } from '../i18n/languages';
import type {
  Certificate,
  CertificateUpload,
  NewCertificate,
  Profile,
  Qc,
  ReportRole,
  Sheet,
  Video,
} from './contract';
import { call } from './http';
import { ifShown } from './videos';

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

/**
 * Adds what a person decides; `path` is that of its route after `qc/`.
 *
 * @throws ApiError 412 when the video was changed since `video` was read
 */
export function decide(video: Video, path: string, body: object): Promise<Qc> {
  return call(`videos/${video.id}/qc/${path}`, { method: 'POST', body, headers: ifShown(video) });
}

/** Where the bytes of a certificate go, before it is attached. */
export function uploadCertificate(id: string, body: NewCertificate): Promise<CertificateUpload> {
  return call(`videos/${id}/qc/certificates`, { method: 'POST', body });
}

export function getCertificate(id: string, certificateId: string): Promise<Certificate> {
  return call(`videos/${id}/qc/certificates/${certificateId}`);
}

/** The report as HTML. */
export function qcReport(id: string, profile: string, lang: Language): Promise<string> {
  return call(`videos/${id}/qc/report`, { query: new URLSearchParams({ profile, lang }) });
}

/** The report as an Excel workbook. */
export async function qcSheet(
  id: string,
  profile: string,
  lang: Language,
): Promise<{ readonly fileName: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const { fileName, xlsxBase64 } = await call<Sheet>(`videos/${id}/qc/sheet`, {
    query: new URLSearchParams({ profile, lang }),
  });
  const bytes = Uint8Array.from(atob(xlsxBase64), (character) => character.charCodeAt(0));
  return { fileName, bytes };
}

/** The findings as CSV. */
export function qcFindings(id: string, profile: string, lang: Language): Promise<string> {
  return call(`videos/${id}/qc/findings`, { query: new URLSearchParams({ profile, lang }) });
}

export async function listProfiles(): Promise<Profile[]> {
  return (await call<{ items: Profile[] }>('qc/profiles')).items;
}
