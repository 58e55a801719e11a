/** One of the values that a filter offers. */
export interface Option {
  readonly value: string;
  readonly label: string;
}
