import type { Platform } from '../../vocabulary/platforms.ts'
import { postHeads } from '../columns.ts'

/** Fields of a kind, each with the heads under which it is printed. Heads are folded before they are compared. */
export type Heads = Readonly<Record<string, readonly string[]>>

/** One series of figures: the key of its samples, what it is called, and which field of a row each of its values is. */
export type Series = { key: string; label: string; values: Readonly<Record<string, string>> }

/**
 * A kind of file that people hand over, told by its heads and never by its name.
 * `speaks`: of which days it says that nothing was published. `listed`: from an account's first row to its last, as
 * plain lists of posts do; `declared`: only the days that a person declares; `never`: it lists what stands out, not all.
 */
export type HandedKind = {
  id: string
  label: string
  /** What it can see and what it can't, for people. */
  sees: string
  heads: Heads
  /** It is this kind where each of these groups has a head, and none of `without` has one. */
  marks: readonly (readonly string[])[]
  without?: readonly string[]
  /** What it can't be read without: a file that lacks one is refused by the name of the head. */
  needs: readonly string[]
  /** Rows that name no platform are of this one. Undefined: rows or the ledger say. */
  platform?: Platform
  /** Without a column of accounts it is of one account, which a person names. */
  oneAccount: boolean
  speaks: 'listed' | 'declared' | 'never'
  /** WeChat shows no more than 10万+ to the public, and lists of its counts write that as 100001. */
  capped: boolean
  takes: 'posts' | 'nothing' | { series: readonly Series[]; by?: string; day: 'needed' | 'period' }
}

const { account, platform, unit, title, url, collectedAt, original } = postHeads
const whose = { account, platform, unit, collectedAt }
const day = ['时间', '日期', '统计日期', '统计时间', '数据日期', '数据时间', 'date', 'refdate']
const publishedAt = ['发布时间', '发布日期', '发表时间', '发表日期', '发文时间', '群发时间', '推送时间']

const users: HandedKind = {
  id: 'weixin-users',
  label: '公众号后台“用户分析”',
  sees: '每日新增、取消、净增、累计关注人数；看不到发布内容。',
  heads: {
    ...whose,
    day,
    title,
    rank: ['排名', '名次'],
    new: ['新关注人数', '新增关注人数', '新增关注', '新关注', '新增人数', '新增粉丝数', 'newuser'],
    cancelled: ['取消关注人数', '取消关注', '取关人数', '取消人数', 'canceluser'],
    net: ['净增关注人数', '净增关注', '净增人数', '净增粉丝数'],
    followers: ['累积关注人数', '累计关注人数', '累积关注', '累计关注', '累积人数', '累计人数', 'cumulateuser'],
  },
  marks: [['new', 'cancelled', 'net', 'followers']],
  without: ['title', 'rank'],
  needs: ['day'],
  platform: 'wechat_official',
  oneAccount: true,
  speaks: 'never',
  capped: false,
  takes: {
    day: 'needed',
    series: [
      { key: 'followers', label: '累计关注', values: { count: 'followers' } },
      { key: 'follower-changes', label: '关注增减', values: { new: 'new', cancelled: 'cancelled', net: 'net' } },
    ],
  },
}

const messages: HandedKind = {
  id: 'weixin-messages',
  label: '公众号后台“消息分析”',
  sees: '每日消息发送人数、次数；只取数量，不取消息内容和用户信息。',
  heads: {
    ...whose,
    day,
    users: ['消息发送人数', '发送人数', '消息人数', 'msguser'],
    messages: ['消息发送次数', '发送次数', '消息次数', '消息条数', 'msgcount'],
  },
  marks: [['users', 'messages']],
  needs: ['day'],
  platform: 'wechat_official',
  oneAccount: true,
  speaks: 'never',
  capped: false,
  takes: {
    day: 'needed',
    series: [{ key: 'upstream-messages', label: '消息数量', values: { users: 'users', messages: 'messages' } }],
  },
}

const contentHeads = {
  readers: ['阅读人数', '图文阅读人数', '图文页阅读人数', '总阅读人数'],
  readTimes: ['阅读次数', '图文阅读次数', '图文页阅读次数', '总阅读次数'],
  shareUsers: ['分享人数', '分享转发人数', '总分享人数'],
  shareTimes: ['分享次数', '分享转发次数', '总分享次数'],
  originalReaders: ['阅读原文人数', '跳转阅读原文人数', '原文页阅读人数'],
  originalTimes: ['阅读原文次数', '跳转阅读原文次数', '原文页阅读次数'],
  collectUsers: ['收藏人数', '微信收藏人数'],
  collectTimes: ['收藏次数', '微信收藏次数'],
  published: ['群发篇数', '发表篇数', '发布篇数'],
}
const contentFields = Object.keys(contentHeads)

const content: HandedKind = {
  id: 'weixin-content-days',
  label: '公众号后台“内容分析”每日数据',
  sees: '每日、分渠道的阅读、分享、收藏人数和次数，发表篇数；看不到每条内容。',
  heads: {
    ...whose,
    day,
    title,
    url,
    rank: ['排名', '名次'],
    channel: ['渠道', '传播渠道', '阅读来源', '流量来源'],
    ...contentHeads,
    // 渠道 is of how readers came here, not of the platform.
    platform: ['平台', '平台名称', '媒体平台', '发布平台'],
  },
  marks: [contentFields],
  without: ['title', 'url', 'rank'],
  needs: ['day'],
  platform: 'wechat_official',
  oneAccount: true,
  speaks: 'never',
  capped: false,
  takes: {
    day: 'needed',
    by: 'channel',
    series: [
      { key: 'content-days', label: '内容阅读', values: Object.fromEntries(contentFields.map((one) => [one, one])) },
    ],
  },
}

const sourcesOfReads: HandedKind = {
  id: 'weixin-content-sources',
  label: '公众号后台“内容分析”各篇阅读来源',
  sees: '每篇内容各渠道的阅读占比，没有链接，不能确认是哪一条，因此不取用。',
  heads: {
    channel: ['渠道', '传播渠道', '阅读来源', '流量来源'],
    title,
    publishedAt,
    share: ['阅读占比', '阅读人数占比', '阅读次数占比', '占比'],
    readers: contentHeads.readers,
  },
  marks: [['channel'], ['title'], ['share']],
  needs: [],
  oneAccount: false,
  speaks: 'never',
  capped: false,
  takes: 'nothing',
}

const published: HandedKind = {
  id: 'weixin-published',
  label: '公众号后台“内容分析”已发表内容',
  sees: '每条内容的标题、发表时间、链接、阅读人数、分享人数；填写完整覆盖的日期后才作为未更新的依据。',
  heads: {
    ...whose,
    account: [...account, '公众号名称'],
    title: [...title, '图文标题'],
    publishedAt: [...publishedAt, '时间', '日期'],
    url: [...url, '图文链接'],
    // Readers before times, as the platform's interface counts them (sources/weixin/statistics.ts).
    reads: ['总阅读人数', '图文页阅读人数', '图文阅读人数', '总阅读次数', '图文页阅读次数', '图文阅读次数'],
    reposts: [...contentHeads.shareUsers, ...contentHeads.shareTimes],
    likes: ['点赞人数', '点赞次数', '点赞数', '点赞'],
    comments: ['留言数', '留言条数', '评论数', '留言'],
    delivered: ['送达人数', '送达阅读率', '阅读后关注人数', '阅读完成率'],
    rank: ['排名', '名次'],
  },
  marks: [['title'], ['reads', 'delivered']],
  without: ['rank'],
  needs: ['publishedAt'],
  platform: 'wechat_official',
  oneAccount: true,
  speaks: 'declared',
  capped: false,
  takes: 'posts',
}

const exporter: HandedKind = {
  id: 'wechat-article-exporter',
  label: 'wechat-article-exporter 导出',
  sees: '选中文章的标题、链接、发布时间、阅读、点赞、分享、留言；是否列全由导出时的选择决定，填写完整覆盖的日期后才作为未更新的依据。',
  heads: {
    ...whose,
    // 作者 signs an article; the account is 公众号.
    account: ['公众号', '公众号名称', '账号', '账号名称'],
    title,
    url,
    // 创建时间 stands before it and is when the draft was made.
    publishedAt,
    reads: ['阅读', '阅读量', '阅读数'],
    likes: ['点赞', '点赞数'],
    comments: ['留言', '留言数', '评论'],
    reposts: ['分享', '分享数', '转发'],
    original,
    album: ['所属合集', '合集'],
    type: ['文章类型'],
    rank: ['排名', '名次'],
  },
  marks: [['title'], ['album', 'type']],
  without: ['rank'],
  needs: ['url', 'publishedAt'],
  platform: 'wechat_official',
  oneAccount: true,
  speaks: 'declared',
  capped: true,
  takes: 'posts',
}

const rankHeads = {
  rank: ['排名', '名次', '排行', '榜单排名', '总排名', '#'],
  index: [
    'wci',
    'wci指数',
    'wci/排名',
    '微信传播指数',
    '微信传播指数wci',
    '新榜指数',
    '清博指数',
    '传播指数',
    '影响力指数',
    'bci',
    'dci',
    'nri',
  ],
}
const ranked = {
  ...whose,
  account: account.filter((head) => head !== '作者' && head !== 'author'),
  identifier: ['微信号', '公众号id', '账号id', '微信id', 'wxid', 'wechatid', '公众号微信号'],
}

const rankedPosts: HandedKind = {
  id: 'ranking-posts',
  label: '文章榜单（清博、新榜等）',
  sees: '上榜文章的标题、链接、发布时间、阅读；榜单不列全部内容，只作为有更新的依据，不作为未更新的依据。',
  heads: {
    ...ranked,
    ...rankHeads,
    title,
    url,
    // 日期、统计时间 of a ranking are its own, not the article's.
    publishedAt,
    reads: postHeads.reads,
    likes: postHeads.likes,
    comments: postHeads.comments,
    reposts: postHeads.reposts,
    original,
  },
  marks: [['rank', 'index'], ['title']],
  needs: ['account'],
  oneAccount: false,
  speaks: 'never',
  capped: true,
  takes: 'posts',
}

const rankedFields = {
  posts: ['发布', '发布篇数', '发文数', '发文量', '发布数', '文章数', '总发文数', '发布文章数', '总文章量'],
  pushes: ['发布次数', '推送次数', '群发次数'],
  totalReads: ['总阅读数', '总阅读量', '阅读总数', '总阅读'],
  reads: ['阅读数', '阅读量'],
  headReads: ['头条', '头条阅读', '头条阅读数', '头条总阅读数', '头条总阅读量'],
  averageReads: ['平均', '平均阅读', '平均阅读数', '篇均阅读数', '平均阅读量'],
  mostReads: ['最高', '最高阅读', '最高阅读数', '最大阅读数', '单篇最高阅读量', '最高阅读量'],
  likes: ['总点赞数', '点赞总数', '总点赞量', '点赞数'],
  looks: ['总在看数', '在看总数', '在看数'],
}
const rankedAccounts: HandedKind = {
  id: 'ranking-accounts',
  label: '账号榜单（清博、新榜等）',
  sees: '上榜账号的名次、指数、发布数、阅读数；看不到每条内容，不作为更新或者未更新的依据。',
  heads: {
    ...ranked,
    ...rankHeads,
    day: [...day, '统计周期', '周期', '榜单日期', '榜单周期', '结束时间', '结束日期', '时间段'],
    title,
    url,
    ...rankedFields,
  },
  marks: [
    ['account', 'identifier'],
    ['rank', 'index', ...Object.keys(rankedFields).filter((field) => field !== 'reads' && field !== 'likes')],
  ],
  without: ['title', 'url'],
  needs: [],
  oneAccount: false,
  speaks: 'never',
  capped: true,
  takes: {
    day: 'period',
    series: [
      {
        key: 'ranking',
        label: '榜单',
        values: Object.fromEntries(['rank', 'index', ...Object.keys(rankedFields)].map((one) => [one, one])),
      },
    ],
  },
}

const plainPosts: HandedKind = {
  id: 'posts',
  label: '发布数据（通用）',
  sees: '各账号发布内容的标题、链接、发布时间和阅读、点赞、评论、转发。',
  heads: postHeads,
  marks: [['account'], Object.keys(postHeads).filter((head) => head !== 'account')],
  needs: [],
  oneAccount: false,
  speaks: 'listed',
  capped: true,
  takes: 'posts',
}

/** The one table of kinds, the most particular first: the first whose marks are all there stands. */
export const handedKinds: readonly HandedKind[] = [
  sourcesOfReads,
  rankedPosts,
  rankedAccounts,
  published,
  exporter,
  users,
  messages,
  content,
  plainPosts,
]

export const kindLabels: ReadonlyMap<string, string> = new Map(handedKinds.map(({ id, label }) => [id, label]))

/** Each series of figures by the key of its samples. */
export const seriesLabels: ReadonlyMap<string, string> = new Map(
  handedKinds.flatMap(({ takes }) =>
    typeof takes === 'string' ? [] : takes.series.map(({ key, label }) => [key, label] as const),
  ),
)

/** Heads of columns that name people from the public: a file that has one is not kept. */
export const personalHeads = [
  'openid',
  'unionid',
  '用户openid',
  '粉丝昵称',
  '粉丝openid',
  '消息内容',
  '留言内容',
  '评论内容',
  '留言用户',
  '评论用户',
  '手机号',
  '手机号码',
  '用户头像',
] as const
