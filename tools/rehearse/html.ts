import { join } from 'node:path';
import { htmlDocument } from '../compliance/html-document';
import { number, time } from '../compliance/html-text';
import { escapeMarkup as text } from '../compliance/report';
import type { Permission, RoleUse } from './permissions';
import { isGreen, type RehearsalReport, stubs, unused } from './report';
import type { Step } from './steps';
import { counted } from '../terminal/amounts';

/** What a green rehearsal says nothing about. Said in every report. */
const NOT_REHEARSED: readonly string[] = [
  'Networks: security groups and subnets. Everything is on loopback.',
  ...(process.arch === 'arm64'
    ? []
    : [`ARM: the image is built and run for this machine's ${process.arch}.`]),
  'Policies of file systems and event buses, and boundaries of permissions.',
  'Roles that only AWS assumes: those by which it fetches images, writes logs, deploys stacks.',
  'API Gateway’s own validation, throttling, quotas, firewall and logs; Lambda’s limits of time and memory.',
  'The lock of the evidence: the emulator makes no bucket with Object Lock from a template.',
  'Scans of images, and what is read from their layers: the emulated registry scans nothing and keeps manifests alone.',
  'Times, sizes and quotas of AWS: how long a database takes to be made, a failover, scaling, alarms.',
  'Bringing back what a destroy has kept: restoring a database, importing a bucket and a key.',
  'Several accounts: that of the tools and those of the environments are one here.',
];

export function toHtml(report: RehearsalReport): string {
  const title = isGreen(report) ? 'The rehearsal went well' : 'The rehearsal failed';
  return htmlDocument({
    title: `${title} · StreamTech rehearsal`,
    style: join(__dirname, 'rehearsal.css'),
    scripts: 'none',
    body: `${header(report, title)}
<main>
${steps(report)}
${permissions(report)}
${resources(report)}
${leftovers(report)}
${limits()}
</main>`,
  });
}

function header(report: RehearsalReport, title: string): string {
  const { revision, at, emulator, tests } = report;
  const of = (outcome: Step['outcome']) =>
    report.steps.filter((step) => step.outcome === outcome).length;
  const minutes = report.steps.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  const deployed = report.resources.reduce((sum, { count }) => sum + count, 0);
  const tiles: [number, string][] = [
    [of('passed'), 'steps passed'],
    [of('failed'), 'failed'],
    [of('not run'), 'not run'],
    [deployed, 'resources'],
    [stubs(report).reduce((sum, { count }) => sum + count, 0), 'stubbed'],
    [tests?.passed ?? 0, 'integration tests'],
    [report.missing.length, 'permissions missing'],
    [unused(report).length, 'unused'],
  ];
  return `<header class="${isGreen(report) ? 'good' : 'bad'}">
<p class="kind">StreamTech video platform · rehearsal of a deployment</p>
<h1>${title}</h1>
<p class="scope">Revision <code>${text(revision)}</code> on ${text(emulator)}, ${time(at)}, in ${minutes.toFixed(1)} min</p>
<ul class="tiles">${tiles.map(([count, name]) => `<li><b>${number(count)}</b> ${name}</li>`).join('')}</ul>
</header>`;
}

function steps({ steps: taken }: RehearsalReport): string {
  const rows = taken.map(
    ({ name, outcome, seconds, note }) =>
      `<tr><td><span class="outcome ${outcome.replace(' ', '-')}">${outcome}</span></td><td>${text(name)}</td><td class="number">${outcome === 'not run' ? '' : seconds.toFixed(1)}</td><td>${text(note)}</td></tr>`,
  );
  return `<section><h2>Steps</h2><div class="scroll"><table>
<thead><tr><th scope="col">Outcome</th><th scope="col">Step</th><th scope="col" class="number">Seconds</th><th scope="col">What came of it</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div></section>`;
}

function permissions({ missing, roles, rolesNotUsed }: RehearsalReport): string {
  const denied = missing.map(
    ({ role, action, resource }) =>
      `<li><code>${text(role)}</code> is not authorized to perform <code>${text(action)}</code> on <code>${text(resource ?? 'any resource')}</code></li>`,
  );
  return `<section><h2>Permissions</h2>
<p>Every process ran in the name of its deployed role, and its calls were decided by that role's policies.</p>
${denied.length > 0 ? `<h3>Missing</h3><ul class="missing">${denied.join('')}</ul>` : ''}
${roles.map(roleSection).join('')}
<details><summary>Taken on by nothing here <small>${counted(rolesNotUsed.length, 'role')}</small></summary><ul class="places">${rolesNotUsed.map((role) => `<li><code>${text(role)}</code></li>`).join('')}</ul></details>
</section>`;
}

function roleSection({ role, used, unused: rest }: RoleUse): string {
  const row = (use: string) => (permission: Permission) =>
    `<tr><td><span class="outcome ${use === 'used' ? 'passed' : 'not-run'}">${use}</span></td><td><code>${text(permission.action)}</code></td><td><code>${text(permission.resource).replaceAll(/([:/])/g, '$1<wbr>')}</code>${permission.hasCondition ? ' <small>with a condition</small>' : ''}</td></tr>`;
  return `<details><summary>${text(role)} <small>${number(used.length)} used, ${number(rest.length)} unused</small></summary>
<div class="scroll"><table><thead><tr><th scope="col">Here</th><th scope="col">Action</th><th scope="col">Resource</th></tr></thead>
<tbody>${used.map(row('used')).join('')}${rest.map(row('unused')).join('')}</tbody></table></div></details>`;
}

const MODELS = {
  moto: 'modelled',
  api: 'made by the API',
  stub: 'stubbed',
} as const;

function resources({ resources: types }: RehearsalReport): string {
  const rows = types.map(
    ({ type, count, model, notUpdated }) =>
      `<tr${model === 'stub' ? ' class="idle"' : ''}><td><code>${text(type)}</code></td><td class="number">${number(count)}</td><td>${MODELS[model]}</td><td class="number">${notUpdated > 0 ? number(notUpdated) : ''}</td></tr>`,
  );
  return `<section><h2>Resources by type</h2>
<p>What the emulator has no model of is stubbed: its properties are kept, and nothing more.</p>
<div class="scroll"><table><thead><tr><th scope="col">Type</th><th scope="col" class="number">Count</th><th scope="col">By the emulator</th><th scope="col" class="number">Updates not taken</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div></section>`;
}

function leftovers({ leftovers: left }: RehearsalReport): string {
  const items = left.map(({ what, why }) => `<li><code>${text(what)}</code> ${text(why)}</li>`);
  return `<section><h2>Left after everything was destroyed</h2>
${items.length === 0 ? '<p>Nothing.</p>' : `<ul class="places">${items.join('')}</ul>`}</section>`;
}

function limits(): string {
  return `<section><h2>Not rehearsed</h2><ul>${NOT_REHEARSED.map((limit) => `<li>${text(limit)}</li>`).join('')}</ul></section>`;
}
