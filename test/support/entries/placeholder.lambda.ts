/** Stands for a function where only the infrastructure around it is tested. */
export function handler(): string {
  return 'ok';
}
