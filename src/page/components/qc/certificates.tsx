import { useState } from 'preact/hooks';
import { certificateText } from '../../../report/decision-text';
import { reportWords } from '../../../report/words';
import type { Qc, Video } from '../../client/contract';
import { getCertificate } from '../../client/quality';
import { saveAddress } from '../../client/save-file';
import { useVideoText } from '../../i18n/video/video-text';
import { useLocks } from '../../state/writing';
import { explain } from '../problem';
import { decideOn, type OnChanged } from './decide-on';
import { ReasonDialog } from './reason-dialog';

interface CertificatesProps {
  readonly video: Video;
  readonly report: NonNullable<Qc['report']>;
  readonly onChanged: OnChanged;
}

/** What was attached to the version, to be saved or withdrawn. */
export function Certificates({ video, report, onChanged }: CertificatesProps) {
  const { language, text } = useVideoText();
  const locks = useLocks();
  const [withdrawn, setWithdrawn] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const words = reportWords[language];
  const { qc } = text;
  if (report.certificates.length === 0) return null;
  const save = async (id: string) => {
    try {
      saveAddress((await getCertificate(video.id, id)).url);
      setProblem(null);
    } catch (error) {
      setProblem(explain(error, text));
    }
  };
  return (
    <section aria-labelledby="certificates-heading">
      <h3 id="certificates-heading">{words.facts.certificates}</h3>
      <ul>
        {report.certificates.map(({ id, ...certificate }) => (
          <li key={id}>
            {certificateText(certificate, words)}{' '}
            <button type="button" class="button button-plain" onClick={() => void save(id)}>
              {qc.saveCertificate(certificate.fileName)}
            </button>
            <button
              type="button"
              class="button button-plain"
              {...locks('write')}
              onClick={() => {
                setWithdrawn(id);
              }}
            >
              {qc.withdrawName(certificate.fileName)}
            </button>
          </li>
        ))}
      </ul>
      <p role="alert" class="bad-text">
        {problem}
      </p>
      {withdrawn !== null && (
        <ReasonDialog
          heading={qc.withdraw}
          hint={qc.uncertifyHint}
          onConfirm={(reason) =>
            decideOn(video, onChanged)(
              `certificates/${withdrawn}/withdrawal`,
              { reason },
              qc.uncertified,
            )
          }
          onClose={() => {
            setWithdrawn(null);
          }}
        />
      )}
    </section>
  );
}
