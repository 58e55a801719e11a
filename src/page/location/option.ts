/** One of the values that a filter offers. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

export function optionsOf<K extends string>(names: Readonly<Record<K, string>>): Option[] {
  return Object.entries<string>(names).map(([value, label]) => ({ value, label }));
}
