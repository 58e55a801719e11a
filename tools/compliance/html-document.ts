import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of all reports; bundled programs have it at this place beside their own folder, too. */
const STYLE = join(__dirname, '../compliance/page/report.css');

interface HtmlDocument {
  readonly title: string;
  /** Path of a style sheet that only this report has. */
  readonly style?: string;
  /** Whether scripts within the page run. */
  readonly scripts: 'none' | 'inline';
  readonly body: string;
}

/** One file that needs nothing else, on screen and on paper. Its policy lets it load nothing. */
export function htmlDocument({ title, style, scripts, body }: HtmlDocument): string {
  const styles = [STYLE, ...(style === undefined ? [] : [style])];
  const scriptPolicy = scripts === 'inline' ? " script-src 'unsafe-inline';" : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline';${scriptPolicy} img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${styles.map((file) => readFileSync(file, 'utf8')).join('\n')}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
