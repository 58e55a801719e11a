/** For screens down to a phone, and for A4. */
export const REPORT_STYLE = `
:root {
  --ink: #18202e; --soft: #55617a; --line: #d5dbe5; --ground: #f4f6f9; --paper: #fff;
  --pass: #17683a; --pass-tint: #e0f3e7; --info: #4a566c; --info-tint: #e9edf3;
  --warn: #7d4e00; --warn-tint: #fcefd2; --review: #17489b; --review-tint: #e6eefb;
  --fail: #ad2323; --fail-tint: #fce7e6;
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 960px; padding: 20px 16px 40px; background: var(--ground); color: var(--ink);
  font: 14px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans JP', 'Noto Sans CJK JP', Meiryo, sans-serif; }
h1, h2, p, dl, dd, ol, ul, figure { margin: 0; }
h1 { font-size: 20px; line-height: 1.35; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin-bottom: 10px; }
small, .source, .axis, .kind { color: var(--soft); font-size: 12px; }
code { font: 12px ui-monospace, 'SF Mono', Menlo, Consolas, monospace; overflow-wrap: anywhere; }
header, section { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 18px 20px; margin-bottom: 14px; }
header { border-top-width: 6px; }
.poster { float: right; width: auto; max-width: 32%; height: auto; max-height: 180px; margin: 0 0 8px 16px; border: 1px solid var(--line); border-radius: 4px; }
.facts { clear: right; }
.verdict { font-size: 30px; font-weight: 700; line-height: 1.3; margin-top: 2px; }
.verdict .mark { display: inline-grid; place-items: center; width: 38px; height: 38px; border-radius: 50%; color: #fff; font-size: 22px; vertical-align: 2px; }
.meaning { margin-bottom: 14px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 8px 24px; margin-top: 12px; }
dt { color: var(--soft); font-size: 12px; }
p, dd, .decisions td:nth-child(3) { overflow-wrap: anywhere; }
header.pass { border-top-color: var(--pass); } header.pass .verdict { color: var(--pass); } header.pass .mark { background: var(--pass); }
header.warn { border-top-color: var(--warn); } header.warn .verdict { color: var(--warn); } header.warn .mark { background: var(--warn); }
header.review { border-top-color: var(--review); } header.review .verdict { color: var(--review); } header.review .mark { background: var(--review); }
header.override { border-top-color: var(--warn); } header.override .verdict { color: var(--warn); } header.override .mark { background: var(--warn); }
.decisions td:nth-child(1), .decisions td:nth-child(4) { white-space: nowrap; }
.signatures { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0; margin-top: 0; border: 1px solid var(--line); }
.signatures div { min-height: 76px; padding: 6px 10px; } .signatures div + div { border-left: 1px solid var(--line); }
.signatures dd + dd { color: var(--soft); font-size: 12px; }
.timecode { color: var(--soft); white-space: nowrap; }
.override-facts { margin: 0 0 14px; padding: 10px 12px; background: var(--warn-tint); border-radius: 6px; }
header.fail { border-top-color: var(--fail); } header.fail .verdict { color: var(--fail); } header.fail .mark { background: var(--fail); }
.outcome { display: inline-flex; line-height: 1.6; align-items: center; gap: 6px; padding: 1px 9px 1px 3px; border-radius: 99px; font-size: 12px; font-weight: 600; white-space: nowrap; }
.outcome .mark { display: grid; place-items: center; width: 18px; height: 18px; border-radius: 50%; color: #fff; font-size: 11px; }
.outcome.pass { background: var(--pass-tint); color: var(--pass); } .outcome.pass .mark { background: var(--pass); }
.outcome.info { background: var(--info-tint); color: var(--info); } .outcome.info .mark { background: var(--info); }
.outcome.warn { background: var(--warn-tint); color: var(--warn); } .outcome.warn .mark { background: var(--warn); }
.outcome.review { background: var(--review-tint); color: var(--review); } .outcome.review .mark { background: var(--review); }
.outcome.fail { background: var(--fail-tint); color: var(--fail); } .outcome.fail .mark { background: var(--fail); }
.findings { list-style: none; padding: 0; }
.findings li { break-inside: avoid; }
.findings > li { display: grid; grid-template-columns: 92px minmax(0, 1fr); align-items: start; justify-items: start; gap: 12px; padding: 10px 0; border-top: 1px solid var(--line); }
.findings > li:first-child { border-top: 0; padding-top: 0; }
.text { font-weight: 600; }
.numbers span { color: var(--soft); margin-left: 8px; }
.times { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 14px; font-variant-numeric: tabular-nums; font-size: 12px; }
.chart { display: block; width: 100%; height: auto; font: 11px system-ui, 'Noto Sans JP', sans-serif; }
.chart .grid { stroke: var(--line); fill: none; }
.chart .tick { fill: var(--soft); }
.chart .lane { fill: var(--ink); }
.chart .absent { fill: var(--soft); font-style: italic; }
.chart .track { stroke: var(--line); fill: none; }
.chart .series { stroke: #1d5bc2; stroke-width: 1.4; fill: none; }
.chart .limit { stroke: var(--fail); stroke-dasharray: 5 4; fill: none; }
.chart .limit-label { fill: var(--fail); }
.chart .integrated { stroke: var(--ink); stroke-width: 1.4; stroke-dasharray: 1 3; stroke-linecap: round; fill: none; }
.chart .integrated-label { fill: var(--ink); font-weight: 600; }
.chart .outside { fill: #18202e; opacity: .09; }
.band { fill: #4a566c; stroke: #18202e; stroke-width: .5; }
.band.black { fill: #18202e; } .band.freeze { fill: #5b7fb5; } .band.silence { fill: #a3acba; }
.band.flash, .band.errors { fill: #c03434; } .band.inserts { fill: #c98a16; }
.stills { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 12px; }
.stills img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; }
figure { break-inside: avoid; }
figcaption { font-size: 12px; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 6px 10px 6px 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-size: 12px; font-weight: 600; white-space: nowrap; }
tr { break-inside: avoid; }
.rules td:nth-child(2) { min-width: 220px; }
.measured th { font-weight: 400; }
.measured td:nth-child(2) { overflow-wrap: anywhere; min-width: 80px; }
footer { color: var(--soft); font-size: 12px; padding: 4px 4px 0; }
footer p + p { margin-top: 4px; }
@media (max-width: 560px) {
  body { padding: 0 0 24px; }
  header, section { border-radius: 0; border-left: 0; border-right: 0; padding: 16px; }
  .findings > li { grid-template-columns: 1fr; gap: 6px; }
  .scroll :is(.rules, .decisions) { min-width: 640px; } .scroll .measured { min-width: 560px; }
  .chart { min-width: 560px; }
  section:has(> .chart) { overflow-x: auto; }
}
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  body { max-width: none; padding: 0; background: #fff; font-size: 10.5pt; }
  header, section { border-radius: 0; border-left: 0; border-right: 0; border-bottom: 0; padding: 10px 0; margin: 0; }
  section > h2 { break-after: avoid; }
  section:has(> .chart) { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 9pt; }
  .stills { grid-template-columns: repeat(4, 1fr); }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
