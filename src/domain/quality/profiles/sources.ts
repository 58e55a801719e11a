import type { Source } from '../rule';

/* Where the numbers come from. `low`: our own reading, or a text that was not seen; ask before relying. */

export const loudnessRule: Source = {
  document: 'ARIB TR-B32 / 民放連 T032-2011',
  clause: '−24.0 LKFS ±1 dB / −28.0 LKFS',
  confidence: 'high',
};
/** Of T032-2011 as the press reported it (映像新聞, 28 November 2011): all channels but LFE, not a downmix. */
export const surroundLoudness: Source = {
  document: '民放連 T032-2011',
  clause: '5.1：ターゲット +2 dB',
  confidence: 'medium',
};
export const truePeakRule: Source = { document: 'ARIB TR-B32', clause: null, confidence: 'medium' };
export const flashBt1702: Source = {
  document: 'ITU-R BT.1702-3',
  clause: 'Annex 1',
  confidence: 'medium',
};
export const flashJba: Source = {
  document: 'NHK・民放連 アニメーション等の映像手法に関するガイドライン（2020）',
  clause: '1',
  confidence: 'high',
};
export const patternsBt1702: Source = {
  document: 'ITU-R BT.1702-3 / NHK・民放連 アニメーション等の映像手法に関するガイドライン（2020）',
  clause: 'Annex 1, regular patterns / 3',
  confidence: 'medium',
};
export const subliminal: Source = {
  document: '民放連 放送基準',
  clause: null,
  confidence: 'low',
};
export const hdFormat: Source = {
  document: 'ITU-R BT.709 / ARIB TR-B31',
  clause: '1080i 59.94',
  confidence: 'medium',
};
/** As stations' lists of what they take, and the rules for commercials in 4K, quote it. */
export const uhdExchange: Source = {
  document: '民放連 T033-2018',
  clause: 'XAVC Long 200 / Intra Class 300、OP1a、4:2:2、59.94p',
  confidence: 'medium',
};
export const uhdColour: Source = { document: 'ITU-R BT.2020', clause: null, confidence: 'high' };
export const hdColour: Source = { document: 'ITU-R BT.709', clause: null, confidence: 'high' };
export const hlgColour: Source = {
  document: 'ITU-R BT.2100 / ARIB STD-B67',
  clause: 'HLG',
  confidence: 'high',
};
export const exchange: Source = {
  document: 'ARIB TR-B31 / XDCAM HD422',
  clause: null,
  confidence: 'medium',
};
export const commercialDelivery: Source = {
  document: 'テレビCM素材搬入基準',
  clause: null,
  confidence: 'medium',
};
export const commercialCode: Source = {
  document: '共通コード管理センター 10桁CMコード',
  clause: '1 素材 = 1 コード',
  confidence: 'high',
};
/** One that differs in its length is another commercial, with another code. */
export const commercialLength: Source = {
  document: 'テレビCM素材搬入基準（2011 年 5 月改訂版）',
  clause: '秒数が異なる場合は同一素材とみなさない',
  confidence: 'high',
};
export const levelsR103: Source = {
  document: 'EBU R 103 (2020) / EBU QC 0051B',
  clause: 'R, G, B, Y: 5–246 (8 bit), 1 %',
  confidence: 'high',
};
export const practice: Source = {
  document: 'Industry practice; StreamTech thresholds',
  clause: null,
  confidence: 'low',
};
/* Of streaming services; what could not be opened itself was read as several others quote it. */

export const streamingLoudest: Source = {
  document: 'AES TD1008 (2021) / EBU R 128 s2 (2023)',
  clause: '-18 LUFS ± 2 where speech is not measured by itself; distribution at -20 to -16 LUFS',
  confidence: 'medium',
};
export const streamingQuietest: Source = {
  document: 'Netflix Partner Help: Loudness and True Peaks',
  clause: '-24 LKFS ± 3 of the whole programme',
  confidence: 'high',
};
export const streamingPeak: Source = {
  document: 'AES TD1008 (2021)',
  clause: '4: -1 dBTP before a lossy encoder; 7 B: the margin is for what the encoder adds',
  confidence: 'medium',
};
export const soundTiming: Source = {
  document: 'ITU-R BT.1359-1',
  clause: 'acceptable from 90 ms early to 185 ms late',
  confidence: 'high',
};
export const primeVideo = (clause: string): Source => ({
  document: 'Amazon Prime Video: technical requirements',
  clause,
  confidence: 'high',
});
export const flashWcag: Source = {
  document: 'WCAG 2.2, success criterion 2.3.1 / ITU-R BT.1702-3',
  clause: 'three flashes or below threshold / Annex 1',
  confidence: 'high',
};
/** Snow, water, moving grass and fences: WCAG takes what is as fine as this out of its thresholds. */
export const flashWcagFine: Source = {
  ...flashWcag,
  clause: 'general flash and red flash thresholds, exception: a fine, balanced pattern / Annex 1',
};
export const integrity: Source = {
  document: 'StreamTech: a file must play to its end',
  clause: null,
  confidence: 'high',
};
