import { foldWord, type Platform, type PlatformCategory, platforms, readPlatform } from '../../vocabulary/platforms.ts'
import type { Read } from './read-choices.ts'

/** What a sheet says of an account's platform: its own cell, brackets behind the name, the section the row stands in. */
export type PlatformClues = { cell: string; name: string; section: Section | undefined }
export type FoundPlatform = {
  platform: Platform
  name: string
  platformFound: string | null
  vendorFound: string | null
}
export type Section = { category: PlatformCategory; platform: Platform | undefined }

/** 附件2 note 7: 新浪、腾讯、人民网或其他. */
export const vendors = ['新浪', '腾讯', '人民网', '其他'] as const
const WANTED = '应填新浪、腾讯、人民网、其他之一（填表说明第7条），或直接写平台名称，如微信公众号、抖音'
const NO_NEW_MEDIA = new Set(['网站', '政府网站', '门户网站', '部门网站', '官网', '官方网站', '子网站', '网页'])

/**
 * Note 7 asks only for the vendor, so the platform comes out of whatever else the sheet says: brackets behind the name
 * (某县警方（新浪微博）), the section (一、微博). Refuses websites, several platforms in one cell, and words nobody knows.
 */
export function readPlatformOf({ cell, name, section }: PlatformClues): Read<FoundPlatform> {
  const word = foldWord(cell)
  if (NO_NEW_MEDIA.has(word)) return { wanted: '网站不属于政务新媒体，不在本表登记，请删去这一行' }
  const bracketed = platformBehind(name)
  const written = wordOfPlatform(cell)
  const vendor = vendors.find((one) => foldWord(one) === word)
  const plain = {
    name: bracketed?.name ?? name,
    vendorFound: vendor ? cell : null,
    platformFound: vendor || cell === '' ? (bracketed?.word ?? null) : cell,
  }
  if (written && !vendor && bracketed) return agreed(written, bracketed, plain, cell)
  const headed =
    section?.platform && (!vendor || platforms[section.platform].vendor === vendor) ? section.platform : undefined
  const stated = bracketed?.platform ?? (vendor ? undefined : written) ?? headed
  if (stated) return { value: { ...plain, platform: stated } }
  if (word !== '' && !vendor) return { wanted: severalIn(cell) ? '一行只登记一个平台上的一个账号，请分行填写' : WANTED }
  const guessed = vendor ? byVendor(vendor, section?.category) : section && byCategory[section.category]
  if (!guessed) return { wanted: WANTED }
  const value = { ...plain, platform: guessed.platform }
  return guessed.sure
    ? { value }
    : { value, notice: `平台类型“${cell}”按“${platforms[guessed.platform].label}”登记，请核对` }
}

// 公众号 in the cell and 订阅号 in the brackets say the same; 微博 and 抖音 contradict each other.
function agreed(
  written: Platform,
  bracketed: Bracketed,
  plain: Omit<FoundPlatform, 'platform'>,
  cell: string,
): Read<FoundPlatform> {
  if (platforms[written].family !== platforms[bracketed.platform].family)
    return { wanted: `与名称中写的“${bracketed.word}”不一致，请改成同一个平台` }
  const closer = written === 'wechat_official' ? bracketed.platform : written
  return { value: { ...plain, platformFound: cell, platform: closer } }
}

type Bracketed = { platform: Platform; name: string; word: string }

function platformBehind(name: string): Bracketed | undefined {
  const [, plain, word] = /^(.+?)\s*[（(【[]([^（()）【】[\]]+)[）)】\]]$/u.exec(name) ?? []
  const platform = word === undefined ? undefined : wordOfPlatform(word)
  return plain && word && platform ? { platform, name: plain.trim(), word: word.trim() } : undefined
}

/** A name without its platform in brackets (`临湖发布（抖音号）` on 抖音): the platform stands in a column of its own. */
export function plainAccountName(name: string, platform: Platform): string {
  const plain = name.replaceAll(/\s+/g, ' ').trim()
  const bracketed = platformBehind(plain)
  const same = bracketed && platforms[bracketed.platform].family === platforms[platform].family
  return same ? bracketed.name : plain
}

/**
 * A name as a sheet prints it. One that ends in a platform's name in brackets (`云泽（微信）`, a 视频号) would be read as an
 * account of that platform: its own platform stands behind it, and `readPlatformOf` takes that off again.
 */
export const printedName = ({ name, platform }: { name: string; platform: Platform }): string =>
  platformBehind(name.replaceAll(/\s+/g, ' ').trim()) ? `${name}（${platforms[platform].label}）` : name

/** True for the words of the column 平台类型: a vendor of note 7, or a platform. */
export const saysPlatform = (cell: string): boolean =>
  vendors.some((one) => foldWord(one) === foldWord(cell)) || wordOfPlatform(cell) !== undefined

/** A platform however an office writes it: 微信号, 政务抖音号, 微博账号 beside the aliases of the list. */
export function wordOfPlatform(found: string): Platform | undefined {
  const word = foldWord(found)
  if (word === '') return undefined
  return (
    readPlatform(word) ??
    readPlatform(word.replace(/^(?:政务|官方)/, '').replace(/(?:账号|帐号|平台|号)$/, '')) ??
    bracketOf(word)
  )
}

// 腾讯（微信视频号）, 微信(订阅号): the closer word stands in the brackets.
function bracketOf(word: string): Platform | undefined {
  const [, before, inside] = /^([^()]+)\(([^()]+)\)$/.exec(word) ?? []
  return inside === undefined ? undefined : (readPlatform(inside) ?? readPlatform(before ?? ''))
}

const severalIn = (cell: string) => cell.split(/[、,，/\s+和及]+/).filter((part) => wordOfPlatform(part)).length > 1

type Guess = { platform: Platform; sure: boolean }
const byCategory: Readonly<Record<PlatformCategory, Guess | undefined>> = {
  weibo: { platform: 'weibo', sure: true },
  wechat: { platform: 'wechat_official', sure: true },
  app: { platform: 'app', sure: true },
  other: undefined,
}

function byVendor(vendor: string, category: PlatformCategory | undefined): Guess {
  if (vendor === '新浪') return { platform: 'weibo', sure: true }
  if (vendor === '人民网') return { platform: 'people', sure: true }
  if (vendor === '其他') return { platform: category === 'app' ? 'app' : 'other', sure: true }
  if (category === 'app') return { platform: 'wechat_miniprogram', sure: false }
  if (category === 'weibo') return { platform: 'other', sure: false }
  return { platform: 'wechat_official', sure: category === 'wechat' }
}

const categoryWords: readonly (readonly [RegExp, PlatformCategory])[] = [
  [/^微博/, 'weibo'],
  [/^微信(?!小程序)/, 'wechat'],
  [/^(?:移动)?客户端|^(?:手机)?app/, 'app'],
  [/^其[他它]/, 'other'],
]

/** A row that opens a section: `一、微博`, `（二）微信类`, `三、移动客户端`, `四、其他（抖音）`. Undefined: it is none. */
export function readSection(text: string): Section | undefined {
  const word = foldWord(text)
  const title = word.replace(/^[(]?[一二三四五六七八九十\d]+[)、.:]+/, '').replace(/[:]$/, '')
  if (title === word && !word.endsWith('类') && !wordOfPlatform(word)) return undefined
  const bare = title.replace(/(?:平台|账号)?类?$/, '')
  const inside = /\(([^()]+)\)$/.exec(title)?.[1]
  const platform = inside === undefined ? undefined : wordOfPlatform(inside)
  const category = categoryWords.find(([pattern]) => pattern.test(bare))?.[1]
  const exact = platform ?? (category ? undefined : wordOfPlatform(bare))
  const settled = category ?? (exact && platforms[exact].category)
  return settled && { category: settled, platform: exact }
}

/** The heading under which the register prints the accounts of one platform; `readSection` reads it back. */
export const sectionTitle = (number: string, platform: Platform) =>
  `${number}、${categoryTitles[platforms[platform].category]}（${platforms[platform].label}）`

export const categoryTitles: Readonly<Record<PlatformCategory, string>> = {
  weibo: '微博',
  wechat: '微信',
  app: '移动客户端',
  other: '其他',
}
