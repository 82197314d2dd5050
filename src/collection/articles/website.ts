import { readFeedTime } from '../feeds/dates.ts'
import { type Document, type Element, find, metaOf, named, readable } from './dom.ts'
import { nothingRead, type PageRead } from './model.ts'

// 政府网站发展指引 (国办发〔2017〕47号) 附件: names of the tags of a site, a column and an article.
const TAGS =
  'SiteName SiteDomain SiteIDCode ColumnName ColumnType ArticleTitle PubDate ContentSource Author Keywords Description Url'.split(
    ' ',
  )

/** A page of a government site by the tags that it must carry; undefined where it carries none of an article. */
export function readGovernment(document: Document): PageRead | undefined {
  const meta = metaOf(document)
  const facts: Record<string, string> = {}
  for (const tag of TAGS) {
    const value = meta.get(tag.toLowerCase())
    if (value) facts[tag] = value
  }
  const { SiteName: account = null, ArticleTitle: title = null, PubDate: found } = facts
  if (title === null || (account === null && found === undefined)) return undefined
  const publishedAt = timeIn(found)
  return {
    ...nothingRead,
    outcome: publishedAt === null ? 'malformed' : 'ok',
    why: publishedAt === null ? `网页标签 PubDate ${found ? `“${found}”无法识别` : '缺失'}` : null,
    state: 'present',
    kind: 'government',
    account,
    title,
    publishedAt,
    text: mainText(document),
    facts,
  }
}

/** Any article, by what pages commonly carry. Without a title or a time it is no article: an alarm. */
export function readGeneric(document: Document): PageRead {
  const meta = metaOf(document)
  const [heading] = named(document, 'h1')
  const [titleTag] = named(document, 'title')
  const title = meta.get('og:title') ?? textOrNull(heading) ?? textOrNull(titleTag)
  const publishedAt = timeIn(
    meta.get('article:published_time') ?? meta.get('pubdate') ?? meta.get('publishdate') ?? meta.get('datepublished'),
    jsonLdDate(document),
    named(document, 'time')[0]?.attribs['datetime'],
    visibleTime(document),
  )
  const missing = [title === null && '标题', publishedAt === null && '发布时间'].filter(Boolean)
  if (missing.length > 0) return { ...nothingRead, why: `网页上没有找到${missing.join('、')}，不能按文章识别`, title }
  return {
    ...nothingRead,
    outcome: 'ok',
    state: 'present',
    kind: 'generic',
    account: meta.get('og:site_name') ?? null,
    title,
    publishedAt,
    text: mainText(document),
  }
}

/** The first of these that is a time. Without a zone it is Asia/Shanghai. */
function timeIn(...found: (string | null | undefined)[]): string | null {
  for (const text of found) {
    const read = readFeedTime(text)
    if (read === null || read.length < 10) continue
    if (!read.includes('T') || read.endsWith('Z')) return read
    return new Date(`${read}+08:00`).toISOString().replace('.000Z', 'Z')
  }
  return null
}

const textOrNull = (element: Element | undefined): string | null =>
  (element && readable(element).split('\n')[0]) || null

function jsonLdDate(document: Document): string | undefined {
  for (const script of find(
    document,
    ({ name, attribs }) => name === 'script' && attribs['type'] === 'application/ld+json',
  )) {
    const [text] = script.children
    const found = text && 'data' in text && /"datePublished"\s*:\s*"([^"]{4,40})"/.exec(text.data)?.[1]
    if (found) return found
  }
  return undefined
}

// 发布时间：2026-09-30 17:20, 日期：2026年9月30日: a time counts only behind a word that says what it is.
function visibleTime(document: Document): string | undefined {
  const text = readable(document).slice(0, 20_000)
  const date = String.raw`\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?`
  // 会议时间, 报名日期 are of something else.
  const word = String.raw`(?:(?:发布|发表|成文|公开|更新)|(?<!\p{Script=Han}))(?:时间|日期)`
  return new RegExp(`${word}\\s*[：:]\\s*(${date})`, 'u').exec(text)?.[1]
}

/** The block with the most text of its own paragraphs: an article, not the lists around it. */
function mainText(document: Document): string | null {
  const blocks = find(document, ({ name }) => ['article', 'div', 'section', 'td', 'main'].includes(name))
  let [best, most] = [null as Element | null, 0]
  for (const block of blocks) {
    const own = block.children
      .filter(
        (child): child is Element => 'name' in child && ['p', 'br', 'h2', 'h3', 'blockquote'].includes(child.name),
      )
      .reduce((sum, child) => sum + readable(child).length, 0)
    if (own > most) [best, most] = [block, own]
  }
  return best ? readable(best) : readable(document).slice(0, 5_000) || null
}
