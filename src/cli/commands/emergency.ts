import { permit } from '../../access/index.ts'
import { formatMinute, type Instant } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import {
  actionLabels,
  byNextClock,
  clocksOf,
  closedCases,
  type Kind,
  kindLabels,
  kinds,
  openCases,
  openEmergency,
  pressingWords,
  readCase,
  readMoment,
  standingWords,
  stepsOf,
  thingOf,
} from '../../emergency/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand, UsageError } from '../command.ts'

const MOST = 10_000

type Listed = Awaited<ReturnType<typeof openCases>>[number]

const toldCase = (one: Listed, now: Instant) => {
  const { id, kind, state, accountId, unitName, startedAt, closedAt, version, reference } = one
  return {
    id,
    kind,
    state,
    title: thingOf(one),
    accountId,
    unit: unitName,
    reference,
    startedAt,
    closedAt,
    version,
    clocks: clocksOf(one, now),
  }
}

/** Lists cases, those whose clock runs out first on top of the open ones; `--all`: closed ones, too. */
export const emergencyList = defineCommand({
  operands: '',
  summary: '列出应急处置事项和各项时限',
  options: { all: { type: 'boolean' } },
  optionHelp: { all: '连同已结案的' },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'emergency.read', { districtId })
    const now = deps.clock.now()
    const open = await openCases(deps.db, districtId)
    const closed =
      values['all'] === true ? (await closedCases(deps.db, districtId, {}, { offset: 0, limit: MOST })).rows : []
    const cases = [...byNextClock(open, now), ...closed]
    if (json)
      return out.result(
        JSON.stringify({ district: districtId, asOf: now, cases: cases.map((one) => toldCase(one, now)) }),
      )
    const lines = cases.map((one) => {
      return `${one.id}　${kindLabels[one.kind]}　${thingOf(one)}　${pressingWords(one, now)}`
    })
    return out.result([`应急处置事项 ${cases.length} 件。`, ...lines].join('\n'))
  },
})

/** Opens a case, in the name of a person of the office (`--as`). Prints its id. */
export const emergencyOpen = defineCommand({
  operands: '',
  summary: '登记应急事项',
  options: {
    kind: { type: 'string' },
    account: { type: 'string' },
    at: { type: 'string' },
    name: { type: 'string' },
    platform: { type: 'string' },
    link: { type: 'string' },
    reference: { type: 'string' },
  },
  optionHelp: {
    kind: `种类：${kinds.map((kind) => `${kind}（${kindLabels[kind]}）`).join('、')}`,
    account: '所涉账号的编号（假冒账号：被冒用的账号）',
    at: '发现（获知）时间，如 "2026-10-09 09:30"，默认现在',
    name: '假冒账号、舆情事件的名称',
    platform: `假冒账号所在平台：${Object.keys(platforms).join('、')}`,
    link: '链接',
    reference: '泄密事项的编号；不得写内容',
  },
  async run({ deps, actor, out, json, values, district }) {
    const given = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
    const kind = given('kind')
    const platform = given('platform')
    const account = given('account')
    if (kind === undefined || !Object.hasOwn(kindLabels, kind))
      throw new UsageError(`--kind 应为 ${kinds.join('、')}。`)
    if (platform !== undefined && !Object.hasOwn(platforms, platform))
      throw new UsageError(`--platform 应为 ${Object.keys(platforms).join('、')}。`)
    if (account !== undefined && !isUuid(account)) throw refuse('record.not-found', { what: '账号' })
    const { id } = await openEmergency(deps, actor, {
      districtId: await district(),
      kind: kind as Kind,
      startedAt: given('at') === undefined ? deps.clock.now() : readMoment('发现时间', given('at')),
      accountId: account,
      name: given('name'),
      platform: platform as Platform | undefined,
      link: given('link'),
      reference: given('reference'),
    })
    out.result(json ? JSON.stringify({ id }) : `已登记：${id}`)
  },
})

/** Shows one case: its clocks and everything that was done. */
export const emergencyShow = defineCommand({
  operands: 'ID',
  summary: '查看一件应急处置事项',
  options: {},
  async run({ deps, actor, out, json, positionals, district }) {
    const districtId = await district()
    permit(actor, 'emergency.read', { districtId })
    const [id = ''] = positionals
    const one = isUuid(id) ? await readCase(deps.db, districtId, id) : undefined
    if (!one) throw refuse('record.not-found', { what: '应急处置事项' })
    const steps = (await stepsOf(deps.db, districtId, [id])).get(id) ?? []
    const now = deps.clock.now()
    const told = toldCase({ ...one, steps }, now)
    if (json) return out.result(JSON.stringify({ district: districtId, asOf: now, ...told, steps }))
    const clocks = told.clocks.map((clock) => `${clock.label}：${standingWords(clock)}（${clock.source}）`)
    const lines = steps.map(({ at, action, words, reference }) =>
      [formatMinute(at), actionLabels[action], reference, words].filter(Boolean).join('　'),
    )
    return out.result([`${kindLabels[one.kind]}　${thingOf(one)}`, ...clocks, ...lines].join('\n'))
  },
})
