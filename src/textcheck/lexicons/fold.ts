import { TRADITIONAL } from './traditional-letters.ts'

/** The folded unit of a sign that may be put between letters and means nothing there. */
export const SKIPPED = 0

/** A full-width sign in its half width; ASCII and the ideographic blank only. */
export const narrow = (unit: number): number =>
  unit >= 0xff01 && unit <= 0xff5e ? unit - 0xfee0 : unit === 0x3000 ? 0x20 : unit

/** A Latin letter in lower case. */
export const lower = (unit: number): number => (unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit)

// Blanks, ornaments and strokes; marks that part sentences are none of them: words don't reach over a mark.
const SIGNS =
  " \t\u00a0\u3000*_-·•.|/\\~^+=#@&%$'`…—－～﹏＿☆★○●◇◆□■△▲※→←↑↓⊙\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0f"
const INSERTED = new Set(Array.from(SIGNS, (sign) => sign.charCodeAt(0)))

let simplified: Uint16Array | undefined

/** Of every unit its simplified form; itself where it has none. */
export function simplifiedUnits(): Uint16Array {
  if (simplified) return simplified
  simplified = Uint16Array.from({ length: 0x10000 }, (_, unit) => unit)
  for (let at = 0; at < TRADITIONAL.length; at += 2)
    simplified[TRADITIONAL.charCodeAt(at)] = TRADITIONAL.charCodeAt(at + 1)
  return simplified
}

/** Of every unit the one that stands for it once everything is folded. */
export function foldedUnits(): Uint16Array {
  const simple = simplifiedUnits()
  return Uint16Array.from({ length: 0x10000 }, (_, unit) => {
    const plain = lower(narrow(unit))
    return INSERTED.has(unit) || INSERTED.has(plain) ? SKIPPED : (simple[plain] ?? plain)
  })
}
