import { html, type Markup } from './markup';

/** A section that is one table, which scrolls where the page is too narrow for it. */
export function tableSection(
  heading: string,
  className: string,
  columns: readonly string[],
  rows: readonly Markup[],
): Markup {
  return html`<section>
    <h2>${heading}</h2>
    <div class="scroll">
      <table class="${className}">
        <thead>
          <tr>
            ${columns.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}
