/** A dash for the eye, the meaning for the ear. */
export function Absent({ meaning }: { readonly meaning: string }) {
  return (
    <span class="absent" title={meaning}>
      <span aria-hidden="true">—</span>
      <span class="unseen">{meaning}</span>
    </span>
  );
}
