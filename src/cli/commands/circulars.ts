import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { permit } from '../../access/index.ts'
import {
  answerWords,
  dayOfAnswer,
  type Dispatch,
  type DispatchState,
  isLate,
  listDispatches,
  numberText,
  readIssuedFiles,
  receiptsOf,
  stateLabels,
  variantLabels,
} from '../../circulars/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand, UsageError } from '../command.ts'

const MOST = 10_000
const states = Object.keys(stateLabels) as DispatchState[]

const facts = ({ id, variant, issuer, title, state, number, issuedOn, feedbackBy }: Dispatch) => ({
  id,
  variant,
  issuer,
  title,
  state,
  number: number && numberText(number),
  issuedOn,
  feedbackBy,
})

/** Lists 通报 and other papers with their receipts. */
export const circularsList = defineCommand({
  operands: '',
  summary: '列出通报',
  options: { state: { type: 'string' } },
  optionHelp: { state: `办理情况：${states.join('、')}` },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'circulars.read', { districtId })
    const asked = values['state']
    const state = states.find((one) => one === asked)
    if (asked !== undefined && !state) throw new UsageError(`--state 应为 ${states.join('、')} 之一。`)
    const { rows } = await listDispatches(deps.db, { districtId }, { state, offset: 0, limit: MOST })
    if (json) {
      const circulars = rows.map((row) => {
        const { units, received, asked: toAnswer, answered, late } = row
        return { ...facts(row), units, received, asked: toAnswer, answered, late }
      })
      return out.result(JSON.stringify({ district: districtId, circulars }))
    }
    const lines = rows.map((row) =>
      [
        row.number ? numberText(row.number) : '（未编号）',
        row.title,
        variantLabels[row.variant],
        stateLabels[row.state],
        row.issuedOn
          ? `签收 ${row.received}/${row.units}，反馈 ${row.answered}/${row.asked}，迟报 ${row.late}`
          : '尚未印发',
      ].join('　'),
    )
    return out.result([`通报 ${rows.length} 件。`, ...lines].join('\n'))
  },
})

/** One issued paper by its number: receipts and answers by unit; with `--out` the files it was issued with. */
export const circularsShow = defineCommand({
  operands: '发文字号',
  summary: '查看一件通报的签收、反馈，导出印发的文件',
  options: { out: { type: 'string' } },
  optionHelp: { out: '存放印发文件的文件夹' },
  async run({ deps, actor, out, json, values, positionals, district }) {
    const districtId = await district()
    permit(actor, 'circulars.read', { districtId })
    const [number] = positionals
    if (number === undefined) throw new UsageError('请写明发文字号，如“临政务公开办〔2026〕2号”。')
    const { rows } = await listDispatches(deps.db, { districtId }, { search: number, offset: 0, limit: MOST })
    const found = rows.find((row) => row.number && numberText(row.number) === number)
    if (!found) throw refuse('record.not-found', { what: `通报“${number}”` })
    const today = deps.clock.today()
    const receipts = (await receiptsOf(deps.db, districtId, found.id)).map((one) => ({
      unit: one.unitName,
      receivedAt: one.receivedAt,
      asked: one.answers,
      dueOn: one.dueOn,
      answeredAt: one.answeredAt,
      late: isLate(one, dayOfAnswer(one) ?? today),
      stands: answerWords(one, today),
    }))
    const folder = values['out']
    const files: string[] = []
    if (typeof folder === 'string') {
      await mkdir(folder, { recursive: true })
      for (const { name, bytes } of await readIssuedFiles(deps, districtId, found.id)) {
        const path = join(folder, name)
        await writeFile(path, bytes)
        files.push(path)
      }
    }
    if (json) return out.result(JSON.stringify({ district: districtId, ...facts(found), receipts, files }))
    const lines = receipts.map(
      ({ unit, receivedAt, stands }) => `${unit}　${receivedAt ? '已签收' : '未签收'}　${stands}`,
    )
    return out.result([`${number}　${found.title}　${stateLabels[found.state]}`, ...lines, ...files].join('\n'))
  },
})
