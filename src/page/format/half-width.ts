/** Digits and signs as the programs read them: Japanese keyboards write － ． ： and digits in full width. */
export function halfWidth(text: string): string {
  return text.normalize('NFKC').replace('−', '-').trim();
}
