import { UNSEEN } from './unseen.ts'

/**
 * 国家秘密标志 as papers bear it: 密级★保密期限 (保守国家秘密法 第二十三条; GB/T 9704-2012 7.2.2: top left of the first page,
 * level and term parted by ★). A text that bears one is nobody's to keep here.
 */

// 商业秘密 is marked alike and is no state secret (反不正当竞争法 第十条).
const LEVEL = String.raw`(?:绝\s*密|絕\s*密|机\s*密|機\s*密|(?<!商 ?[业業] ?)[秘祕]\s*密)`
const TERM = String.raw`(?:[\d零〇一二两三四五六七八九十百]{1,6}\s*(?:年|个\s*月|月|日|天)|至\s*\d|长\s*期|永\s*久|启\s*用\s*前|启\s*封|解\s*密|特\s*急|加\s*急|急\s*件)`

// ★ alone ends the mark of a paper without a term; ★ that runs on into other words is an ornament (秘密★基地).
const starred = new RegExp(
  String.raw`${LEVEL}(?:\s*级)?\s*(?:★\s*${TERM}|★(?=\s|$|[)）\]】」』”"》>,，。;；、|])|[☆✩✪✫✬✭✮✯⭐]\ufe0f?\s*${TERM})`,
  'u',
)

// 密级：机密, as forms ask for it.
const asked = new RegExp(String.raw`(?:^|\n)\s*密\s*级\s*:\s*${LEVEL}`, 'u')

// The first lines of a paper: 份号, 密级, 紧急程度 stand one below the other before anything else is said.
const HEAD_LINES = 6
const levelLine = new RegExp(String.raw`^${LEVEL}(?:\s*级)?(?:\s*(${TERM}))?$`, 'u')
const headLine = /^(?:\d{6}|特\s*急|加\s*急|急\s*件|.{2,40}文\s*件|.{2,20}〔20\d\d〕\s*\d+\s*号)$/u

/** True where a text bears the mark of a state secret. 商业秘密, 秘密花园, 保密 are words like any other. */
export function bearsSecrecyMark(text: string): boolean {
  if (!saysSo(text)) return false
  const plain = plainOf(text)
  return isMarked(plain) || standsOnTop(plain)
}

/** The same of a text that goes on from another, as the second page of a paper does: it has no first lines. */
export const bearsSecrecyMarkWithin = (text: string): boolean => saysSo(text) && isMarked(plainOf(text))

const level = /[绝絕机機秘祕] ?\n?密/u

/** Whether a longer look is worth it: false where no text with a mark can be meant. For words that stand without their lines. */
export const saysLevelOfSecrecy = (text: string): boolean => saysSo(text) && level.test(plainOf(text))

// Every mark says it, and no other sign is written as it (NFKC): most texts are told apart by this alone.
const saysSo = (text: string) => text.includes('密')

const isMarked = (plain: string) => starred.test(plain) || asked.test(plain)

// Runs of blanks become one first: a pattern would walk a long one again from each of its letters.
const plainOf = (text: string) =>
  text
    .normalize('NFKC')
    // Signs without width are put between letters so that a search misses them.
    .replace(UNSEEN, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')

function standsOnTop(text: string): boolean {
  const lines = text
    .split('\n', 60)
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, HEAD_LINES)
  const found = lines.map((line) => levelLine.exec(line)).find((match) => match !== null)
  // The word alone may be a title; a term, or another line that only papers begin with, makes it a mark.
  return found !== undefined && (found?.[1] !== undefined || lines.some((line) => headLine.test(line)))
}
