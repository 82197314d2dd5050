import { postHeads } from '../columns.ts'
import { day, type HandedKind, publishedAt, whose } from './kind.ts'
import { rankedAccounts, rankedPosts } from './rankings.ts'

const { title, url, original, account } = postHeads

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
