type Step = (index: number, last: number) => number;

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, last) => last,
};

/** Arrow keys go from row to row; Enter is the link's own. */
export function moveBetweenRows(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = steps[event.key];
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody a')];
  const index = links.findIndex((link) => link === document.activeElement);
  if (!step || index < 0) return;
  event.preventDefault();
  links[step(index, links.length - 1)]?.focus();
}
