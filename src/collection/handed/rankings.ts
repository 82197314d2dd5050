import { postHeads } from '../columns.ts'
import { day, type HandedKind, publishedAt, whose } from './kind.ts'

const { account, title, url, original } = postHeads

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

export const rankedPosts: HandedKind = {
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
export const rankedAccounts: HandedKind = {
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
