/*
 * The ten characters by which a commercial is known (10桁CMコード): four of the advertiser, which the Code Control
 * Center gives out, and six of the commercial, without I and O; between them people may write `=`
 * (共通コード管理センター, 10桁CMコード, https://www.ccc.or.jp/10cmc.html).
 */

export const CM_CODE = /^[0-9A-Z]{4}[0-9A-HJ-NP-Z]{6}$/;

const IN_A_NAME = /(?<![0-9A-Z])[0-9A-Z]{4}=?[0-9A-HJ-NP-Z]{6}(?![0-9A-Z])/g;

/**
 * Everything in the name of a file that could be a code, as of `CM_9AB8CDE765.MXF`. A word or a number of ten
 * characters could, too: only a code that is known from elsewhere tells which one is meant.
 */
export function cmCodesIn(fileName: string): string[] {
  const found = fileName.normalize('NFKC').toUpperCase().match(IN_A_NAME) ?? [];
  return found.map((code) => code.replace('=', ''));
}
