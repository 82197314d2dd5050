import { permit } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import {
  adoptedUnits,
  dueSteps,
  listManuscripts,
  manuscriptStateLabels,
  manuscriptStates,
  numberWords,
  presentSteps,
  reviewedTexts,
} from '../../publishing/index.ts'
import { readUnits } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand, UsageError } from '../command.ts'

const MOST = 10_000

/** Lists manuscripts with whose turn it is, and the units that write theirs here. */
export const manuscriptsList = defineCommand({
  operands: '',
  summary: '列出稿件和启用先审后发的单位',
  options: { state: { type: 'string' } },
  optionHelp: { state: `办理情况：${manuscriptStates.join('、')}` },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'manuscripts.read', { districtId })
    const asked = values['state']
    const state = manuscriptStates.find((one) => one === asked)
    if (asked !== undefined && !state) throw new UsageError(`--state 应为 ${manuscriptStates.join('、')} 之一。`)
    const filter = state === undefined ? {} : { states: [state] }
    const { rows } = await listManuscripts(deps.db, { districtId, all: true }, filter, { offset: 0, limit: MOST })
    const present = await presentSteps(
      deps.db,
      districtId,
      rows.flatMap((row) => (row.state === 'review' ? row.id : [])),
    )
    const names = new Map((await readUnits(deps.db, districtId)).map(({ id, name }) => [id, name]))
    const adopted = (await adoptedUnits(deps.db, districtId)).map(({ unitId, adoptedAt, endedAt, levels }) => ({
      unit: names.get(unitId) ?? unitId,
      adoptedAt,
      endedAt,
      levels,
    }))
    const manuscripts = rows.map((row) => ({
      number: row.number,
      title: row.title,
      unit: row.unitName,
      state: row.state,
      class: row.class,
      urgent: row.urgentSince !== null,
      plannedAt: row.plannedAt,
      waitingFor: dueSteps(present.get(row.id) ?? []) || null,
    }))
    if (json) return out.result(JSON.stringify({ district: districtId, adopted, manuscripts }))
    const lines = manuscripts.map(({ number, title, unit, state: stands, waitingFor }) =>
      [numberWords(number), title, unit, manuscriptStateLabels[stands], waitingFor ?? ''].filter(Boolean).join('　'),
    )
    const using = adopted.filter(({ endedAt }) => endedAt === null).length
    return out.result([`启用先审后发的单位 ${using} 个，稿件 ${manuscripts.length} 件。`, ...lines].join('\n'))
  },
})

/** One manuscript by its number: every round of review with its pinned text, digest and where it went out. */
export const manuscriptsShow = defineCommand({
  operands: '稿件编号',
  summary: '查看一件稿件的审签和发布',
  options: {},
  async run({ deps, actor, out, json, positionals, district }) {
    const districtId = await district()
    permit(actor, 'manuscripts.read', { districtId })
    const [asked] = positionals
    if (asked === undefined || !/^\d{1,9}$/.test(asked)) throw new UsageError('请写明稿件编号，如“3”。')
    const scope = { districtId, all: true }
    const { rows } = await listManuscripts(deps.db, scope, { search: asked }, { offset: 0, limit: MOST })
    const found = rows.find(({ number }) => number === Number(asked))
    if (!found) throw refuse('record.not-found', { what: numberWords(Number(asked)) })
    const rounds = (await reviewedTexts(deps.db, { districtId, unitId: found.unitId }))
      .filter(({ manuscriptId }) => manuscriptId === found.id)
      .map(({ round, outcome, submittedAt, decidedAt, title, plain, digest, publications }) => ({
        round,
        outcome,
        submittedAt,
        decidedAt,
        title,
        text: plain,
        digest,
        publications,
      }))
    const { number, unitName: unit, state, class: kind, title } = found
    if (json)
      return out.result(JSON.stringify({ district: districtId, number, title, unit, state, class: kind, rounds }))
    const lines = rounds.flatMap(({ round, outcome, digest, decidedAt, publications }) => [
      `第${round}次送审　${{ open: '审核中', approved: '通过', returned: '退回', recalled: '撤回' }[outcome]}${decidedAt ? `　${formatMinute(decidedAt)}` : ''}　${digest}`,
      ...publications.map(({ link, publishedAt }) => `　${formatMinute(publishedAt)}发布　${link ?? '没有链接'}`),
    ])
    return out.result(
      [`${numberWords(number)}　${title}　${unit}　${manuscriptStateLabels[state]}`, ...lines].join('\n'),
    )
  },
})
