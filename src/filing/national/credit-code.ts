/** 统一社会信用代码 (GB 32100-2015): 18 characters, the last of them tells whether the others were typed right. */

// I, O, Z, S, V are left out: they look like figures (GB 32100-2015, table 1).
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
/** 3 to the power of the place, modulo 31 (GB 32100-2015, table 2). */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The check character over the first 17: 31 less the weighted sum modulo 31. Throws when a character has no value. */
export function creditCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => {
    const value = ALPHABET.indexOf(first17.charAt(place) || ' ')
    if (value < 0) throw new RangeError(`no character of a credit code at place ${place + 1}`)
    return total + weight * value
  }, 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** A code as people type it, set straight: half-width capitals without blanks and hyphens. */
export const plainCreditCode = (found: string): string => found.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

/** The code, or what is wanted instead of what was found. */
export function readCreditCode(found: string): { value: string } | { wanted: string } {
  const code = plainCreditCode(found)
  if (code.length !== 18) return { wanted: `统一社会信用代码应为18位，所填为${code.length}位` }
  if (!SHAPE.test(code)) return { wanted: '统一社会信用代码由数字和大写字母组成，不含 I、O、S、V、Z，第3至8位为数字' }
  if (creditCheckCharacter(code) !== code.charAt(17))
    return { wanted: '统一社会信用代码的校验码（末位）不符，请对照登记证书核对' }
  return { value: code }
}
