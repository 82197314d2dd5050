// Names of sources as they are written behind “来源：” or in the field 稿源: one or several, with editors, dates and the
// channel they were taken from around them.

/** What stands beside a source in the line of who made a text; what follows such a word is no source. */
export const CREDIT =
  '(?:责任编辑|值班编辑|执行编辑|编辑(?!部)|责编|美编|主编|编审|审核|审校|校对|初审|复审|终审|[一二三]审|签发|总?监制|策划|统筹|制作|出品' +
  '|(?:本报|全媒体|融媒体?|特约)?(?:记者|通讯员)(?!协会|网|站|之家)|作者|撰稿|供稿|撰文|文字|摄影|摄像|图片|图源|视频|海报|设计|排版|翻译' +
  '|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:次数|量)?|发布时间|发布日期|时间|日期|字体|字号|原标题|关键词|[文图](?=\\s*[：:|丨｜/／]))'
const CREDITS = new RegExp(`(?:^|[\\s（(【\\[|丨｜/／，,；;])${CREDIT}(?=[\\s：:|丨｜/／]).*$`, 'u')
const REPORTER = /(?<=\S)(?:本报|全媒体|融媒体?|特约)?(?:记者|通讯员)(?!协会|网|站|之家).*$/u

const CHANNEL =
  '(?:官方)?(?:微信|微博|抖音|快手)?(?:公众号|视频号|订阅号|服务号|抖音号|微博|微信)|(?:新闻)?客户端|官方?网站?|网站|APP'
const CHANNEL_BEFORE = new RegExp(`^(?:${CHANNEL})(?=\\S)`, 'iu')
const CHANNEL_BEHIND = new RegExp(`(?:${CHANNEL})$`, 'iu')
const CHANNEL_ALONE = new RegExp(`^(?:${CHANNEL})$`, 'iu')
// “公众号：健康临湖”: the sign belongs to the name.
const CHANNEL_SAID = /((?:公众号|视频号|微博|微信))\s*[：:丨|]\s*/gu

const COLLECTED =
  /^(?:综合整理自?|综合自|综合(?!频道|广播|执法|服务|新闻|信息)|整理自|转载自|转自|原载于?|来自|源自|据)/u
const REPORTED = /(?:的?(?:综合)?(?:报道|消息)|等(?:媒体|网站|单位|部门)?|综合整理|整理|(?<=社)[电讯])$/u
/** Whoever says so wrote it himself, or says nothing of where it comes from. */
const NOBODY =
  /^(?:本站|本网|本报|本刊|本台|本号|本人|本公众号|本账号|本单位|本局|本文|原创|自采|综合|整理|编辑|官方|未知|不详|无)(?:原创|讯|综合|整理)?$/u
// A date behind a name, or the page it stood on.
const DATED = /\s*(?:\d{4}[-年/.]\d{1,2}(?:[-月/.]\d{1,2}日?)?|\d{1,2}月\d{1,2}日|第?\d+版).*$/u
const OUTLET =
  /(?:报|社|网|台|频道|电视|广播|融媒体?|中心|发布|公众号|客户端|新闻|周刊|杂志|网站|委|局|厅|部|府|办|院|协会|在线|传媒|云|号)$/u

/** A name without the channel that it was read in: 人民日报客户端 is 人民日报's. */
export const withoutChannel = (name: string): string => {
  const bare = name.replace(CHANNEL_BEHIND, '').trim()
  return bare.length < 2 ? name : bare
}

/**
 * Whether a name is one of the district's own units or accounts, as posts call them: 区应急管理局 is 临湖区应急管理局,
 * 临湖区委宣传部 is 中共临湖区委宣传部. What they write is no repost.
 */
export function isOwnName(name: string, own: readonly string[]): boolean {
  const bare = withoutChannel(name)
  return own.some(
    (one) => one === name || one === bare || one === `中共${bare}` || (/^[区县市旗]/u.test(bare) && one.endsWith(bare)),
  )
}

/**
 * The names that are written as the source, one by one. None: nothing there is a name. Words after a blank, a bar or in
 * brackets are taken for another source only where they can be none of the people who made the text.
 */
export function sourceNames(written: string): string[] {
  const words = written
    .replace(/https?:\/\/\S*/giu, ' ')
    .replace(CHANNEL_SAID, '$1')
    .replace(CREDITS, '')
    .replace(REPORTER, '')
    .replace(/\s*([、；;，,+＋&＆])\s*/gu, '$1')
  const found = new Set<string>()
  for (const group of words.split(/[、；;，,+＋&＆]/u))
    for (const [at, piece] of group.split(PARTS).entries()) {
      const name = nameOf(piece)
      if (name !== undefined && (at === 0 || !isPerson(name))) found.add(name)
    }
  return [...found]
}

/** The same of a field that somebody filled in: what can't be read as names is one, as it stands. */
export function namedSources(field: string): string[] {
  const names = sourceNames(field)
  return names.length > 0 ? names : [field.trim()]
}

// 人民网－《人民日报》 names two; CCTV-13 is one name.
const PARTS = /[\s|丨｜/／（()）【】[\]]+|(?<=[\p{Script=Han}》”])[-－—–]+(?=[\p{Script=Han}《“])/u

function nameOf(piece: string): string | undefined {
  const bare = piece
    .replace(/[《》“”"'「」『』〈〉‘’]/gu, '')
    .replace(DATED, '')
    .replace(/[。.！!~～·•*]+$/u, '')
    .replace(COLLECTED, '')
    .replace(REPORTED, '')
    .trim()
  const name = CHANNEL_ALONE.test(bare) ? '' : bare.replace(CHANNEL_BEFORE, '')
  if (NOBODY.test(name) || !/\p{L}{2}/u.test(name) || /^\d+[.．)）]|^ID[：:]/iu.test(name)) return undefined
  const { length } = [...name]
  return length >= 2 && length <= 30 ? name : undefined
}

const isPerson = (name: string) => /^\p{Script=Han}{2,4}$/u.test(name) && !OUTLET.test(name)
