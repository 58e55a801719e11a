/* global document, addEventListener, location, history, setTimeout, FormData, URLSearchParams -- it runs in a browser */
'use strict';
(() => {
  const VERDICTS = ['non-compliant', 'error', 'acknowledged', 'compliant', 'not applicable'];
  const LABELS = ['✕ Open', '? Undecided', '✎ Acknowledged', '✓ Passed', '– Not applicable'];
  const NOT_APPLICABLE = VERDICTS.indexOf('not applicable');
  /** A few screens of rows. */
  const PAGE = 50;

  const { rules, resources, results } = JSON.parse(document.getElementById('data').textContent);
  const form = document.querySelector('.filters');
  const rows = document.getElementById('rows');
  const more = document.getElementById('more');
  let matching = [];
  let shown = 0;

  /** A pack asks each rule of each resource that it visits; what has no result did not apply. */
  function notApplicable() {
    const answered = new Set(results.map(([rule, resource]) => `${rule} ${resource}`));
    return resources.flatMap(([, , , , packs], resource) =>
      rules
        .map(([pack], rule) => (packs.includes(pack) ? rule : -1))
        .filter((rule) => rule >= 0 && !answered.has(`${rule} ${resource}`))
        .map((rule) => [rule, resource, NOT_APPLICABLE, '', '']),
    );
  }
  let idle;

  function select() {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    const withIdle = wanted.verdict === 'all' || wanted.verdict === 'not applicable';
    idle ??= withIdle ? notApplicable() : undefined;
    const candidates = withIdle ? [...results, ...idle] : results;
    return candidates
      .filter(([rule, resource, verdict, finding, note]) => {
        const [pack, id] = rules[rule];
        const [path, stack, type, source] = resources[resource];
        const everything = `${id} ${finding} ${path} ${type} ${source} ${note}`.toLowerCase();
        return (
          (['', 'all'].includes(wanted.verdict) || VERDICTS[verdict] === wanted.verdict) &&
          (wanted.stack === '' || stack === wanted.stack) &&
          (wanted.pack === '' || pack === wanted.pack) &&
          (wanted.rule === '' || id.toLowerCase().includes(wanted.rule.toLowerCase())) &&
          words.every((word) => everything.includes(word))
        );
      })
      .sort((a, b) => a[2] - b[2]);
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /** A path breaks after its slashes, not in the middle of a word. */
  function breakable(path) {
    const code = element('code');
    for (const part of path.split(/(?<=\/)/)) code.append(part, element('wbr'));
    return code;
  }

  function row([rule, resource, verdict, finding, note]) {
    const [, id] = rules[rule];
    const [path, , type, source] = resources[resource];
    const line = element('tr');
    const cells = [0, 1, 2, 3].map(() => line.appendChild(element('td')));
    cells[0].append(
      element('span', `badge ${VERDICTS[verdict].replace(' ', '-')}`, LABELS[verdict]),
    );
    cells[1].append(element('code', '', finding === '' ? id : `${id}[${finding}]`));
    cells[2].append(breakable(path), element('br'));
    cells[2].append(element('small', '', source === '' ? type : `${type} · ${source}`));
    cells[3].append(note);
    return line;
  }

  function show() {
    const next = matching.slice(shown, shown + PAGE);
    rows.append(...next.map(row));
    shown += next.length;
    more.hidden = shown >= matching.length;
    const count = (value) => value.toLocaleString('en-US');
    document.getElementById('shown').textContent =
      matching.length === 0
        ? 'No result matches.'
        : `${count(matching.length)} results${shown < matching.length ? `, ${count(shown)} shown` : ''}`;
  }

  function refresh() {
    matching = select();
    shown = 0;
    rows.replaceChildren();
    show();
    const filters = [...new FormData(form)].filter(([, value]) => value !== '');
    const query = new URLSearchParams(filters).toString();
    history.replaceState(null, '', query === '' ? location.pathname : `#${query}`);
  }

  // A link to this page with its filters shows the same rows.
  for (const [name, value] of new URLSearchParams(location.hash.slice(1)))
    if (form.elements[name]) form.elements[name].value = value;
  form.addEventListener('input', refresh);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(refresh));
  more.addEventListener('click', show);
  // On paper nothing unfolds.
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  refresh();
})();
