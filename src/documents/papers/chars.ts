/** Width in characters: a letter, digit or ASCII sign is half of one. */
export function charsOf(text: string): number {
  let chars = 0
  for (const sign of text) chars += sign < '\u0100' ? 0.5 : 1
  return chars
}
