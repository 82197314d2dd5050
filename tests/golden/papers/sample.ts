import { civilDate } from '../../../src/calendar/index.ts'
import { renderBarChart, type Paper } from '../../../src/documents/index.ts'

/** A fictional district's quarterly report with every part that a paper can have. */
export async function sampleReport(): Promise<Paper> {
  return {
    kind: 'report',
    masthead: { issuer: '临湖区行政审批服务局文件', number: '临行审报〔2026〕18号', signer: '沈知远' },
    title: ['关于2026年第三季度全区政务新媒体', '监测情况的报告'],
    addressee: '区人民政府',
    notice: '演示数据',
    body: [
      text(
        '按照《国务院办公厅秘书局关于印发政府网站与政务新媒体检查指标、监管工作年度考核指标的通知》（国办秘函〔2019〕19号）要求，我局对全区政务新媒体开展了逐月监测和人工复核，现将有关情况报告如下：',
      ),
      { kind: 'heading', level: 1, text: '总体情况' },
      text(
        '截至2026年9月30日，全区登记政务新媒体86个，应检84个，实际检查80个，检查率95.2%。经复核，合格77个，不合格3个，未采集4个，合格率96.3%，比上季度提高1.9个百分点。',
      ),
      {
        kind: 'table',
        caption: '表1　2026年第三季度监测情况',
        columns: ['平台', '应检数', '检查数', '合格数', '合格率'].map((title, at) => ({
          title,
          width: at === 0 ? 3 : 2,
          align: at === 0 ? ('left' as const) : ('right' as const),
        })),
        rows: [
          ['微信公众号', '52', '50', '48', '96.0%'],
          ['新浪微博', '20', '18', '17', '94.4%'],
          ['抖音号', '12', '12', '12', '100.0%'],
          ['合计', '84', '80', '77', '96.3%'],
        ],
      },
      {
        kind: 'figure',
        svg: await sampleChart(),
        caption: '图1　各平台监测情况（单位：个）',
        alt: '微信公众号合格48个，不合格2个，未采集2个；新浪微博合格17个，不合格1个，未采集2个；抖音号全部合格。',
      },
      { kind: 'heading', level: 1, text: '存在的主要问题' },
      { kind: 'heading', level: 2, text: '内容不更新' },
      text(
        '共2个：石埠镇人民政府“石埠镇”微信公众号（最后更新9月11日），区水务局“临湖水务”新浪微博（最后更新9月9日），监测时间点前2周内无更新。',
      ),
      { kind: 'heading', level: 2, text: '责任人员不完备' },
      {
        kind: 'paragraph',
        runs: [{ text: '未明确直接责任人的1个。', face: 'kai' }, '区文化旅游体育局“临湖文旅”微信公众号。'],
      },
      { kind: 'heading', level: 1, text: '工作要求' },
      { kind: 'heading', level: 2, text: '压实主体责任' },
      text('各有关单位要对照问题清单逐项整改，于2026年10月20日前将整改情况书面反馈我局。'),
      { kind: 'heading', level: 3, text: '明确责任人员' },
      text('每个账号的第一责任人、直接责任人和工作人员均须落实到人。整改反馈表勾选：已整改☑　未整改□。'),
      { kind: 'heading', level: 2, text: '严格审核把关' },
      text('落实先审后发，把好政治关、法律关、政策关、保密关、文字关。'),
    ],
    annexes: [
      {
        title: '不合格政务新媒体名单',
        landscape: true,
        blocks: [
          {
            kind: 'table',
            columns: ['序号', '主办单位', '账号名称', '平台', '问题类型', '问题描述', '整改期限'].map((title, at) => ({
              title,
              width: [1.2, 4, 3, 3, 3, 6, 3][at] ?? 1,
              align: at === 0 ? ('center' as const) : ('left' as const),
            })),
            rows: [
              [
                '1',
                '石埠镇人民政府',
                '石埠镇',
                '微信公众号',
                '内容不更新',
                '最后更新日期为2026年9月11日。',
                '2026-10-20',
              ],
              ['2', '区水务局', '临湖水务', '新浪微博', '内容不更新', '最后更新日期为2026年9月9日。', '2026-10-20'],
              ['3', '区文化旅游体育局', '临湖文旅', '微信公众号', '责任人员不完备', '未明确直接责任人。', '2026-10-20'],
            ],
          },
        ],
      },
      {
        title: '未采集政务新媒体名单',
        blocks: [
          text('未采集到数据不等于未更新，下列账号本季度暂不判定。'),
          {
            kind: 'table',
            columns: [
              { title: '序号', width: 1, align: 'center' },
              { title: '主办单位', width: 4 },
              { title: '账号名称', width: 4 },
            ],
            rows: Array.from({ length: 40 }, (_, at) => [String(at + 1), '区水务局', `临湖水务第${at + 1}号`]),
          },
        ],
      },
      { title: '全部账号明细（电子表格，另附）' },
    ],
    signature: { office: '临湖区行政审批服务局', day: civilDate('2026-10-12') },
    remark: '此件公开发布',
    instructionBox: { label: '领导批阅意见' },
    colophon: {
      copiesTo: '区委办公室，区人大常委会办公室，区政协办公室，区纪委监委，区委宣传部，区委网信办',
      printedBy: '临湖区行政审批服务局办公室',
      printedOn: civilDate('2026-10-12'),
    },
  }
}

function sampleChart(): Promise<string> {
  return renderBarChart({
    id: 'platforms',
    label: '各平台监测情况',
    categories: ['微信公众号', '新浪微博', '抖音号'],
    unit: '个',
    series: [
      { name: '合格', tone: 'pass', values: [48, 17, 12] },
      { name: '不合格', tone: 'fail', values: [2, 1, 0] },
      { name: '未采集', tone: 'unkn', values: [2, 2, 0] },
    ],
  })
}

function text(words: string): { kind: 'paragraph'; runs: string[] } {
  return { kind: 'paragraph', runs: [words] }
}
