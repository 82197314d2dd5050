/**
 * Platforms an account can live on (rulebook (b) 平台细分, plus `wechat_official` 公众号种类未知 and `bilibili`).
 * `family` decides "same platform" for one-account-a-platform; `vendor` is what 附件2 note 7 prints; `category` is
 * how note 1 of 附件2 groups rows; `aliases` are ways in which offices write it.
 */
export type PlatformCategory = 'weibo' | 'wechat' | 'app' | 'other'
type PlatformFacts = {
  label: string
  family: string
  vendor: '新浪' | '腾讯' | '人民网' | '其他'
  category: PlatformCategory
  aliases: readonly string[]
}

const platformTable = {
  wechat_official: {
    label: '微信公众号',
    family: 'wechat_official',
    vendor: '腾讯',
    category: 'wechat',
    aliases: [
      '公众号',
      '微信',
      '政务微信',
      '官方微信',
      '微信公众平台',
      '腾讯微信',
      '微信公众帐号',
      '微信公众账号',
      '公众平台',
    ],
  },
  wechat_subscription: {
    label: '微信订阅号',
    family: 'wechat_official',
    vendor: '腾讯',
    category: 'wechat',
    aliases: ['订阅号', '微信公众号(订阅号)', '公众号(订阅号)'],
  },
  wechat_service: {
    label: '微信服务号',
    family: 'wechat_official',
    vendor: '腾讯',
    category: 'wechat',
    aliases: ['服务号', '微信公众号(服务号)', '公众号(服务号)'],
  },
  wechat_channels: {
    label: '微信视频号',
    family: 'wechat_channels',
    vendor: '腾讯',
    category: 'wechat',
    aliases: ['视频号'],
  },
  wechat_miniprogram: {
    label: '微信小程序',
    family: 'wechat_miniprogram',
    vendor: '腾讯',
    category: 'app',
    aliases: ['小程序', '微信小程序应用'],
  },
  weibo: {
    label: '新浪微博',
    family: 'weibo',
    vendor: '新浪',
    category: 'weibo',
    aliases: ['微博', '新浪', '政务微博', '官方微博', '官微'],
  },
  douyin: {
    label: '抖音',
    family: 'douyin',
    vendor: '其他',
    category: 'other',
    aliases: ['抖音号', '政务抖音', '抖音短视频'],
  },
  kuaishou: { label: '快手', family: 'kuaishou', vendor: '其他', category: 'other', aliases: ['快手号'] },
  toutiao: {
    label: '今日头条',
    family: 'toutiao',
    vendor: '其他',
    category: 'other',
    aliases: ['头条', '头条号', '今日头条号', '政务头条号', '政务头条'],
  },
  baijiahao: {
    label: '百家号',
    family: 'baijiahao',
    vendor: '其他',
    category: 'other',
    aliases: ['百度百家号', '百度百家'],
  },
  dayu: { label: '大鱼号', family: 'dayu', vendor: '其他', category: 'other', aliases: [] },
  qiehao: { label: '企鹅号', family: 'qiehao', vendor: '其他', category: 'other', aliases: ['腾讯企鹅号'] },
  tieba: { label: '百度贴吧', family: 'tieba', vendor: '其他', category: 'other', aliases: ['贴吧'] },
  xiaohongshu: { label: '小红书', family: 'xiaohongshu', vendor: '其他', category: 'other', aliases: ['小红书号'] },
  bilibili: {
    label: '哔哩哔哩',
    family: 'bilibili',
    vendor: '其他',
    category: 'other',
    aliases: ['b站', 'bilibili', '哔哩哔哩号'],
  },
  people: {
    label: '人民网',
    family: 'people',
    vendor: '人民网',
    category: 'other',
    aliases: ['人民网系', '人民号', '人民微博', '人民日报客户端', '人民日报人民号'],
  },
  app: {
    label: '移动客户端',
    family: 'app',
    vendor: '其他',
    category: 'app',
    aliases: ['app', '客户端', '手机客户端', '手机app', '移动客户端app'],
  },
  quickapp: { label: '快应用', family: 'quickapp', vendor: '其他', category: 'app', aliases: [] },
  other: { label: '其他', family: 'other', vendor: '其他', category: 'other', aliases: ['其它', '腾讯微博'] },
} as const satisfies Record<string, PlatformFacts>

export type Platform = keyof typeof platformTable
export const platforms: Readonly<Record<Platform, PlatformFacts>> = platformTable
export const platformCodes = Object.keys(platformTable) as Platform[]

/** Full-width to half-width, no blanks, lower case: the form in which platform words are compared. */
export function foldWord(found: string): string {
  return found.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()
}

const byAlias = new Map<string, Platform>(
  platformCodes.flatMap((code) =>
    [code, platforms[code].label, ...platforms[code].aliases].map((word) => [foldWord(word), code] as const),
  ),
)

/** The platform an office meant by a word, or undefined when no alias fits. What was found is kept beside it by callers. */
export function readPlatform(found: string): Platform | undefined {
  return byAlias.get(foldWord(found))
}
