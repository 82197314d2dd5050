import { plainUnitName } from '../../registry/index.ts'
import { coreName, foldName } from '../concealment/keys.ts'

/** What is compared of an account; `unit` is the unit it belongs to. */
export type Compared = {
  name: string
  formerly: string | null
  identifier: string | null
  profileUrl: string | null
  unit: { name: string; shortName: string | null }
}
type District = { name: string; shortName: string }

const SIMILAR_LETTERS = 0.6

/** Names that are nearly the same: one within the other, or most pairs of letters in common. */
export function alike(one: string, other: string): boolean {
  if (one.includes(other) || other.includes(one)) return true
  const [a, b] = [pairsOf(one), pairsOf(other)]
  const common = [...a].filter((pair) => b.has(pair)).length
  return (2 * common) / (a.size + b.size || 1) >= SIMILAR_LETTERS
}

function pairsOf(name: string): Set<string> {
  const letters = Array.from(name)
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`))
}

/**
 * Why two accounts of one unit on one platform look like one account, in sentences; none: they don't. 123号: 一个单位原则上
 * 在同一平台上只开设一个政务新媒体账号. It says nothing about which of them should stay.
 */
export function signsOf(one: Compared, other: Compared, district: District): string[] {
  return [sameNumber(one, other), samePage(one, other), formerName(one, other), nameSign(one, other, district)].filter(
    (sign) => sign !== undefined,
  )
}

const same = (a: string | null, b: string | null, fold: (text: string) => string) =>
  a !== null && b !== null && fold(a) !== '' && fold(a) === fold(b)

const sameNumber = ({ identifier: a }: Compared, { identifier: b }: Compared) =>
  same(a, b, (text) => text.trim().toLowerCase()) ? `账号标识都是“${a}”` : undefined

const bareUrl = (url: string) =>
  url
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
const samePage = ({ profileUrl: a }: Compared, { profileUrl: b }: Compared) =>
  same(a, b, bareUrl) ? '主页链接相同' : undefined

function formerName(one: Compared, other: Compared): string | undefined {
  const was = (a: Compared, b: Compared) =>
    same(a.formerly, b.name, foldName) ? `“${a.name}”曾用名“${a.formerly}”，与另一账号名称相同` : undefined
  return was(one, other) ?? was(other, one)
}

/** The strongest of what two names have in common, so that one likeness is told once. */
function nameSign(one: Compared, other: Compared, district: District): string | undefined {
  const [a, b] = [foldName(one.name), foldName(other.name)]
  if (a === b) return '名称相同'
  const [coreA, coreB] = [coreName(a, district), coreName(b, district)]
  if (coreA === coreB) return `去掉地名、平台和“发布”“政务”等字样后，名称同为“${coreA}”`
  if (isShortFor(coreA, coreB, one, district) || isShortFor(coreB, coreA, other, district))
    return '一个用单位全称，一个用单位简称'
  if (a.includes(b) || b.includes(a)) return '一个名称包含另一个名称'
  return alike(a, b) ? '名称大部分字相同' : undefined
}

// 临湖区行政审批服务局 beside 临湖审批: neither holds the other, but the unit bears both names.
function isShortFor(full: string, short: string, { unit }: Compared, district: District): boolean {
  if (unit.shortName === null) return false
  const core = (name: string) => coreName(foldName(plainUnitName(name, district)), district)
  return full === core(unit.name) && short === core(unit.shortName)
}
