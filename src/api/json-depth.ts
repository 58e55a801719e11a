/**
 * Whether lists and objects of a JSON text are within each other more than `limit` times. Told from the
 * text: whatever walks through the value would use up its stack. Of what is no JSON the answer means nothing.
 */
export function isNestedDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let isText = false;
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i];
    if (isText && letter === '\\') i += 1;
    else if (letter === '"') isText = !isText;
    else if (isText) continue;
    else if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
