import { join } from 'node:path'
import type { Deps } from '../../../access/index.ts'
import { type CivilDate, formatMinute } from '../../../calendar/index.ts'
import {
  type FormBook,
  type FormCell,
  type FormRow,
  renderFormsDocx,
  renderFormsPdf,
} from '../../../documents/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { classLabels, gateLabels } from '../../gates/model.ts'
import type { Desk } from '../desk.ts'
import { type GateItem, gateOutcomeLabels, numberWords, outcomeLabels, type Round, type Step } from '../model.ts'

const REST = 4
const label = (text: string, rows = 1): FormCell => ({ lines: text.split('\n'), rows })
const told = (text: string, columns = 1): FormCell => ({ lines: text.split('\n'), columns, align: 'left' })
const HEIGHT = 8.5

/**
 * 发布审签单: one round of a manuscript on paper: what it is, who signed which gate with which word and when, the digest of
 * what was signed, where it went out. Signatures are those of the system; a line leaves room for ink.
 */
export function reviewSheet(desk: Desk, round: Round, { demo, day }: { demo: boolean; day: CivilDate }): FormBook {
  const { manuscript, text, accounts, names, publications } = desk
  const steps = desk.steps.filter((one) => one.round === round.number)
  const targets = accounts.filter((one) => text.accountIds.includes(one.id))
  const whole = (name: string, words: string): FormRow => ({ cells: [label(name), told(words, REST)], height: HEIGHT })
  const kind = [
    classLabels[manuscript.class],
    manuscript.urgentSince === null ? '' : '加急',
    manuscript.isMajor ? '重大事项' : '',
  ]
  const title = `${manuscript.unitName}政务新媒体发布审签单`
  return {
    title,
    office: manuscript.unitName,
    day,
    notice: [demo ? '演示数据' : '', round.outcome === 'approved' ? '' : '尚未通过'].filter(Boolean).join('　'),
    forms: [
      {
        title: '政务新媒体发布审签单',
        above: [`单位：${manuscript.unitName}`, numberWords(manuscript.number), `第${round.number}次送审`],
        columns: [15, 13, 13, 32, 27],
        numbered: true,
        rows: [
          whole('标题', text.title),
          whole('分类', kind.filter(Boolean).join('，')),
          whole('发布账号', targets.map(({ name, platform }) => `${name}（${platforms[platform].label}）`).join('、')),
          whole('撰稿', `${text.author}${text.source === null ? '' : `　稿源：${text.source}`}`),
          ...(text.aiLabel === null ? [] : [whole('生成内容标识', text.aiLabel)]),
          whole(
            '送审',
            `${names.get(round.submittedBy) ?? ''}　${formatMinute(round.submittedAt)}　第${round.textNumber}版`,
          ),
          {
            cells: [label('环节'), label('审核关'), label('结论'), label('意见'), label('签名、时间')],
            height: HEIGHT,
          },
          ...steps.flatMap((step) => stepRows(step, desk)),
          whole('文字检查', checkWords(round)),
          whole(
            '审签结果',
            `${outcomeLabels[round.outcome]}${round.decidedAt === null ? '' : `　${formatMinute(round.decidedAt)}`}`,
          ),
          whole('校验码', pieces(round.digest)),
          whole(
            '发布记录',
            round.number !== manuscript.approvedRound || publications.length === 0
              ? '尚未登记'
              : publications
                  .map(({ accountId, publishedAt, link }) =>
                    [
                      accounts.find(({ id }) => id === accountId)?.name ?? '',
                      formatMinute(publishedAt),
                      link ?? '',
                    ].join('　'),
                  )
                  .join('\n'),
          ),
          {
            cells: [
              label('单位\n负责人\n签字\n（盖章）'),
              { lines: ['', '', '　　　　年　　月　　日'], columns: REST },
            ],
            height: 28,
          },
        ],
        below: ['本单由系统按审核留痕生成；校验码按稿件标题、正文、图片、账号和署名计算，任何改动都会使其变化。'],
      },
    ],
  }
}

// Who signs a level signs all its gates at once, and once on paper: the sheet stays on one page with its signature.
function stepRows(step: Step, { names, words }: Desk): FormRow[] {
  const { gates } = step
  const [first] = gates
  const isOne = gates.every(({ signedBy, signedAt }) => signedBy === first?.signedBy && signedAt === first.signedAt)
  const signed = ({ signedBy, signedAt }: GateItem) =>
    signedBy === null || signedAt === null ? '' : `${names.get(signedBy) ?? ''}\n${formatMinute(signedAt)}`
  return gates.map((item, at) => ({
    cells: [
      ...(at === 0 ? [label(step.name, gates.length)] : []),
      label(gateLabels[item.gate]),
      label(item.outcome === null ? '' : gateOutcomeLabels[item.outcome]),
      told(item.wordsId === null ? '' : (words.get(item.wordsId) ?? '已删除')),
      ...(isOne ? (at === 0 ? [label(signed(item), gates.length)] : []) : [label(signed(item))]),
    ],
    height: HEIGHT,
  }))
}

function checkWords({ findings, notChecked }: Round): string {
  const counted = findings.length === 0 ? '没有提示' : `提示${findings.length}处，须确认的已由审核人逐处写明理由`
  return [counted, ...notChecked.map(({ why }) => why)].join('\n')
}

// A cell breaks no line inside a word of 68 signs.
const pieces = (digest: string): string => digest.replace(/(.{36})/g, '$1\n').trim()

const mediaTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
export type SheetFormat = keyof typeof mediaTypes

export async function printReviewSheet(
  deps: Deps,
  desk: Desk,
  { demo, format }: { demo: boolean; format: SheetFormat },
): Promise<{ bytes: Uint8Array; name: string; mediaType: string }> {
  const { manuscript, rounds } = desk
  const round = rounds.find(({ number }) => number === manuscript.approvedRound) ?? rounds.at(-1)!
  const book = reviewSheet(desk, round, { demo, day: deps.clock.today() })
  const bytes =
    format === 'pdf'
      ? await renderFormsPdf(book, { fontFolders: [join(deps.dataDir, 'fonts')] })
      : await renderFormsDocx(book)
  return { bytes, name: `发布审签单（${numberWords(manuscript.number)}）.${format}`, mediaType: mediaTypes[format] }
}
