import { makeXls } from './xls-writer.ts'
import { workbookOf, type Written } from './sheets.ts'

const text = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'))

// 时间,新关注人数,取消关注人数,净增关注人数,累积关注人数 and two days, as GB18030.
const usersInGb18030 =
  'cab1bce42cd0c2b9d8d7a2c8cbcafd2cc8a1cffbb9d8d7a2c8cbcafd2cbebbd4f6b9d8d7a2c8cbcafd2cc0dbbbfdb9d8d7a2c8cbcafd0d0a' +
  Buffer.from('2026-09-01,12,15,-3,20480\r\n2026-09-02,8,2,6,20486\r\n').toString('hex')

const exporterHead =
  '公众号,ID,链接,标题,封面,摘要,创建时间,发布时间,阅读,点赞,分享,喜欢,留言,作者,是否原创,文章类型,所属合集,文章内容'.split(
    ',',
  )

/** One hand-made file of each kind that people hand over. Names, links and figures are invented. */
export const handedFiles = {
  users: () => new Uint8Array(Buffer.from(usersInGb18030, 'hex')),
  messages: () => text('时间,消息发送人数,消息发送次数,人均发送次数', '2026-09-01,3,5,1.67', '2026-09-02,0,0,-'),
  content: () =>
    text(
      '日期,阅读次数,阅读人数,分享次数,分享人数,阅读原文次数,阅读原文人数,收藏次数,收藏人数,群发篇数,渠道',
      '20260901,300,210,4,3,0,0,1,1,2,全部',
      '20260901,120,90,4,3,0,0,0,0,0,公众号消息',
    ),
  /** 数据趋势 by channel, 数据趋势 by day, and where readers came from, side by side under a title. */
  traffic: () =>
    makeXls([
      {
        name: 'New Sheet1',
        rows: [
          ['内容分析', null, null, null, null, null, null, null, null, null, null, null, null, null, null, null],
          [null],
          [
            null,
            '日期',
            '传播渠道',
            '阅读人数',
            null,
            '日期',
            '分享人数',
            '跳转阅读原文人数',
            '微信收藏人数',
            '发表篇数',
            null,
            '传播渠道',
            '发表日期',
            '内容标题',
            '阅读人数',
            '阅读占比',
          ],
          [
            null,
            '20260901',
            '全部',
            210,
            null,
            '20260901',
            3,
            0,
            1,
            2,
            null,
            '公众号消息',
            '20260901',
            '停水',
            90,
            '42%',
          ],
          [null, '20260901', '搜一搜', 11, null, '20260902', 1, 0, 0, 0, null, '搜一搜', '20260901', '停水', 11, '5%'],
        ],
      },
    ]),
  published: () =>
    makeXls([
      {
        name: 'New Sheet1',
        rows: [
          ['已发表内容'],
          [null],
          [null, '内容标题', '发表时间', '总阅读人数', '总分享人数', '送达人数', '送达阅读率', '内容url'],
          [null, '停水通知', '20260901', 100_001, 3, 20_000, 0.1, 'https://mp.weixin.qq.com/s/Aa1'],
          [null, '河长巡河', '20260905', 88, 1, 20_000, 0.1, 'https://mp.weixin.qq.com/s/Aa2'],
        ],
      },
    ]),
  exporter: () => {
    const row = (title: string, link: string, made: string, published: string, reads: Written): Written[] => [
      '临湖水务',
      '22470001_1',
      link,
      title,
      'https://mmbiz.qpic.cn/x',
      '摘要',
      made,
      published,
      reads,
      3,
      2,
      1,
      0,
      '小李',
      '原创',
      '普通图文',
      '#防汛',
      '正文',
    ]
    return workbookOf({
      name: 'Sheet1',
      rows: [
        exporterHead,
        row('停水通知', 'https://mp.weixin.qq.com/s/Aa1', '2026-08-30 18:00', '2026-09-01 09:30', 100_001),
        row('河长巡河', 'https://mp.weixin.qq.com/s/Aa2', '2026-09-05 08:00', '2026-09-05 08:10', null),
      ],
    })
  },
  rankedAccounts: () =>
    text(
      '排名,公众号,微信号,统计周期,发布次数,发布篇数,总阅读数,头条阅读,平均阅读,最高阅读,总点赞数,WCI',
      '1,临湖水务,linhushuiwu,2026-09-01至2026-09-30,20,31,152000,120000,4903,100001,300,812.55',
      '2,邻县发布,linxianfabu,2026-09-01至2026-09-30,18,30,9000,8000,300,900,20,401.2',
    ),
  rankedPosts: () =>
    text(
      '排名,公众号,标题,链接,发布时间,阅读数,点赞数',
      '1,临湖水务,停水通知,https://mp.weixin.qq.com/s/Aa1,2026-09-01 09:30,100001,12',
    ),
  posts: () =>
    text(
      '账号,平台,标题,链接,发布时间,阅读',
      '临湖水务,公众号,停水通知,https://mp.weixin.qq.com/s/Aa1,2026-09-01 09:30,10万+',
    ),
} as const
