/** Characters as small numbers. A sentence ends at 。！？； and at a line's end; digits are one number, Latin letters another. */
export const BOUNDARY = 0
export const DIGIT = 1
export const LATIN = 2
export const OTHER = 3
/** Numbers below this one are no characters of their own. */
export const FIRST_CHARACTER = 4
/** Numbers stay below this. */
export const ALPHABET = 8192

const ENDS = '。！？；!?;\n\r\0'

export type Alphabet = {
  readonly characters: readonly string[]
  readonly ids: Uint16Array
  /** Han characters have the numbers from {@link FIRST_CHARACTER} up to here. */
  readonly hanEnd: number
}

/** `characters` get their numbers in this order, Han characters first. */
export function alphabetOf(characters: readonly string[]): Alphabet {
  const ids = new Uint16Array(65536).fill(OTHER)
  for (let code = 0; code < 128; code++)
    if (/[A-Za-z]/.test(String.fromCharCode(code))) ids[code] = ids[code + 0xfee0] = LATIN
  for (let digit = 0; digit < 10; digit++) ids[48 + digit] = ids[48 + digit + 0xfee0] = DIGIT
  characters.forEach((character, index) => (ids[character.charCodeAt(0)] = FIRST_CHARACTER + index))
  for (const end of ENDS) ids[end.charCodeAt(0)] = BOUNDARY
  ids[','.charCodeAt(0)] = ids['，'.charCodeAt(0)] ?? OTHER
  const hanEnd = FIRST_CHARACTER + characters.filter(isHan).length
  return { characters: ['', '', '', '', ...characters], ids, hanEnd }
}

/** One number for each UTF-16 unit of `text`, so positions stay those of the text. */
export function idsOf({ ids }: Alphabet, text: string): Uint16Array {
  const numbers = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at++) numbers[at] = ids[text.charCodeAt(at)] ?? OTHER
  return numbers
}

export const isHan = (character: string): boolean => /^[\u3400-\u9fff]$/.test(character)
export const isHanId = ({ hanEnd }: Alphabet, id: number): boolean => id >= FIRST_CHARACTER && id < hanEnd
