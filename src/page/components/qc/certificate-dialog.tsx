import { useState } from 'preact/hooks';
import {
  type CertificateType,
  certificateTypes,
  MAX_CERTIFICATE_BYTES,
} from '../../../domain/certificate-file';
import { uploadCertificate } from '../../client/quality';
import { useVideoText } from '../../i18n/video/video-text';
import { sendBytes } from '../../upload/send-bytes';
import { ConfirmDialog } from '../confirm-dialog';
import { TextField } from '../fields';
import type { Decide } from './decide-on';

interface CertificateDialogProps {
  readonly videoId: string;
  readonly onDecide: Decide;
  readonly onClose: () => void;
}

/** The certificate of a flash test, sent and attached. */
export function CertificateDialog({ videoId, onDecide, onClose }: CertificateDialogProps) {
  const { text } = useVideoText();
  const { qc } = text;
  const [file, setFile] = useState<File | null>(null);
  const [device, setDevice] = useState('');
  const [number, setNumber] = useState('');
  const contentType = file && typeOf(file);
  const fits =
    file !== null && contentType !== null && file.size > 0 && file.size <= MAX_CERTIFICATE_BYTES;

  const attach = async () => {
    if (!fits) return;
    const sizeBytes = file.size;
    const { certificateId, request } = await uploadCertificate(videoId, { contentType, sizeBytes });
    await sendBytes(request, file, () => undefined, AbortSignal.timeout(SEND_MS));
    const body = {
      ...{ fileName: file.name.normalize('NFC'), contentType, device },
      number: number.trim() === '' ? null : number,
    };
    await onDecide(`certificates/${certificateId}`, body, qc.certified);
  };
  return (
    <ConfirmDialog
      heading={qc.certify}
      action={qc.attach}
      tone="main"
      state={fits && device.trim() !== '' ? 'ready' : 'incomplete'}
      onConfirm={attach}
      onClose={onClose}
    >
      <p>{qc.certifyHint}</p>
      <label class="field">
        <span>{qc.certificateFile}</span>
        <input
          type="file"
          accept={certificateTypes.join(',')}
          onChange={({ currentTarget: { files } }) => {
            setFile(files?.[0] ?? null);
          }}
        />
      </label>
      <TextField label={qc.device} maxLength={200} value={device} onInput={setDevice} />
      <TextField
        label={qc.certificateNumber}
        required={false}
        maxLength={100}
        value={number}
        onInput={setNumber}
      />
    </ConfirmDialog>
  );
}

/** 10 MB over 300 kbit/s. */
const SEND_MS = 300_000;

/** Browsers differ in what they call XML. */
function typeOf({ type }: File): CertificateType | null {
  const named = type === 'text/xml' ? 'application/xml' : type;
  return certificateTypes.find((each) => each === named) ?? null;
}
