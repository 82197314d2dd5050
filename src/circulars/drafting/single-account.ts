import { formatDayZh, formatMonthDayZh } from '../../calendar/index.ts'
import { classLabels } from '../../monitoring/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { type AnnexTable, heading, paragraph, type Piece } from '../words/content.ts'
import { bind } from '../words/figures.ts'
import { allUnits, type Drafter } from './from.ts'
import { named } from './from-report.ts'

/** 单账号专项通报, from findings of one account that somebody chose. Refuses `dispatch.findings-required`. */
export const draftSingleAccount: Drafter = ({ findings = [], issuer, feedback }) => {
  const [first] = findings
  if (!first) throw refuse('dispatch.findings-required')
  const { unitName, accountName, platform } = first
  const account = `“${accountName}”（${platforms[platform].label}）`
  const list: AnnexTable = {
    title: '问题清单',
    landscape: false,
    columns: [
      { title: '序号', width: 1.4, align: 'center' },
      { title: '问题类型', width: 3 },
      { title: '问题描述', width: 6 },
      { title: '监测时间点', width: 4, align: 'center' },
    ],
    rows: findings.map(({ label, class: weight, sentence, checkpoint }, at) => [
      String(at + 1),
      `${label}（${classLabels[weight]}）`,
      sentence,
      formatDayZh(checkpoint),
    ]),
  }
  const counted = { annexes: [list], feedback }
  const asked: Piece[] = feedback
    ? [
        '请',
        named(unitName),
        '立即整改，于',
        bind(counted, undefined, 'feedback-by'),
        '前将整改情况书面报',
        named(issuer),
        '。',
      ]
    : ['请', named(unitName), '立即整改。']
  return {
    title: [`关于${unitName}`, `“${accountName}”运行维护问题的通报`],
    addressee: allUnits,
    blocks: [
      paragraph(
        '根据《国务院办公厅关于推进政务新媒体健康有序发展的意见》（',
        { source: '国办发〔2018〕123号', text: '国办发〔2018〕123号' },
        '）和全区政务新媒体监测要求，经系统监测和人工复核，',
        named(unitName),
        '主办的政务新媒体',
        named(account),
        '存在突出问题。现将有关情况通报如下。',
      ),
      heading('存在的问题'),
      paragraph(
        '经人工复核，确认该账号问题',
        bind(counted, undefined, 'rows:1'),
        '个：',
        ...findings.flatMap(problem),
        '。',
      ),
      heading('有关要求'),
      paragraph(...asked),
      paragraph('各单位要引以为戒，举一反三，严格先审后发，及时更新信息，确保政务新媒体安全、规范、有效运行。'),
    ],
    annexes: [list],
    feedback,
  }
}

const problem = (
  { label, checkpoint }: { label: string; checkpoint: Parameters<typeof formatMonthDayZh>[0] },
  at: number,
): Piece[] => [
  ...(at > 0 ? ['；'] : []),
  label,
  '（监测时间点',
  { day: checkpoint, text: formatDayZh(checkpoint) },
  '，详见附件）',
]
