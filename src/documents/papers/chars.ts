/** Width in characters: a letter, digit or ASCII sign is half of one. */
export function charsOf(text: string): number {
  return [...text].reduce((chars, sign) => chars + (sign < '\u0100' ? 0.5 : 1), 0)
}
