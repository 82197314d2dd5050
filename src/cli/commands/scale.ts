import { listDistricts, permit } from '../../access/index.ts'
import { lastDayOf, monthsOf, previousQuarter, quarterOf } from '../../calendar/index.ts'
import {
  analyse,
  applyScale,
  generateDistricts,
  markGenerated,
  MOST_DISTRICTS,
  province,
  scalePlan,
  shareOf,
} from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { severalNames } from '../../vocabulary/several-names.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type CommandContext, defineCommand, UsageError } from '../command.ts'

const options = { shards: { type: 'string' } } as const
const optionHelp = { shards: '分片数，默认 32，应为数据节点数的整数倍' }

/** Prints the statements that place each table on a distributed PostgreSQL. */
export const scalePlanCommand = defineCommand({
  operands: '',
  summary: '列出把数据按地区分布到多台数据库（Citus）的语句，不执行',
  options,
  optionHelp,
  async run({ deps, out, json, values }) {
    const plan = await scalePlan(deps.db, shardsOf(values))
    if (json) return out.result(JSON.stringify(plan))
    out.result(plan.map(({ statement }) => statement).join('\n'))
    const count = (kind: string) => plan.filter((step) => step.kind === kind).length
    out.say(`按地区分布 ${count('distributed')} 张表，各节点各存一份 ${count('reference')} 张表，其余留在协调节点。`)
  },
})

/** Runs them where they haven't been run. */
export const scaleApplyCommand = defineCommand({
  operands: '',
  summary: '执行 scale plan 中尚未执行的语句（须用 DATABASE_URL 连接装有 Citus 的 PostgreSQL）',
  options,
  optionHelp,
  async run({ deps, actor, out, json, values }) {
    permit(actor, 'backup.make', { districtId: actor.districtId ?? systemChain })
    const plan = await scalePlan(deps.db, shardsOf(values))
    const { done, before } = await applyScale(process.env['DATABASE_URL'], plan, ({ table, kind }) =>
      out.say(kind === 'on' ? `正在恢复 ${table} 的外键……` : `正在分布 ${table}……`),
    )
    if (json) return out.result(JSON.stringify({ done: done.map(({ table }) => table), before }))
    out.result(
      done.length === 0
        ? `${before} 张表都已分布，没有要做的。`
        : `已分布 ${done.length} 张表，此前已有 ${before} 张。`,
    )
  },
})

/** Fills an empty database with made-up districts of a province's size, for measuring a machine before it is bought. */
export const scaleGenerate = defineCommand({
  operands: '',
  summary: '在空库中生成一个省规模的虚构数据，用来测算机器配置',
  options: { districts: { type: 'string' } },
  optionHelp: { districts: `地区个数，默认 ${province.districts}（一个中等省），每个约 40 个账号、7,500 条发布` },
  async run({ deps, actor, out, json, values }) {
    permit(actor, 'backup.make', { districtId: actor.districtId ?? systemChain })
    const size = shareOf(districtsOf(values))
    const there = await listDistricts(deps.db)
    if (there.length > 0)
      throw refuse('scale.holds-data', {
        districts: severalNames(
          there.map(({ name }) => name),
          '个地区',
        ),
      })
    const lastDay = lastDayOf(monthsOf(previousQuarter(quarterOf(deps.clock.today())))[2])
    out.say('以下全部是虚构数据，只用来测算，不能用于办公。大约需要一分钟……')
    const started = deps.wall.now()
    await deps.db.transaction().execute(async (tx) => {
      await generateDistricts(tx, size, lastDay)
      await markGenerated(tx, size, started)
      // Each district has a chain of its own, and its first link says what it is.
      const chains = (await listDistricts(tx)).map(({ id }) => id)
      for (const districtId of [systemChain, ...chains])
        await append(tx, deps.ids, {
          districtId,
          actor,
          action: 'scale.generated',
          subject: { kind: 'installation', id: systemChain },
          after: { districts: size.districts, accounts: size.accounts },
          at: started,
        })
    })
    await analyse(deps.dataDir, process.env['DATABASE_URL'])
    const seconds = Math.round((Date.parse(deps.wall.now()) - Date.parse(started)) / 1000)
    if (json) return out.result(JSON.stringify({ ...size, lastDay, seconds }))
    out.result(
      `已生成 ${size.districts} 个虚构地区、${size.accounts} 个账号、${size.posts} 条发布（截至 ${lastDay}），用时 ${seconds} 秒。`,
    )
    out.say(
      `测算一个月的判定：./govmedia check --month ${lastDay.slice(0, 7)} --district 990101。用完删除这个数据目录（或数据库），不要在其中登记真实数据。`,
    )
  },
})

function districtsOf(values: CommandContext['values']): number {
  if (values['districts'] === undefined) return province.districts
  const districts = Number(values['districts'])
  if (!Number.isInteger(districts) || districts < 1 || districts > MOST_DISTRICTS)
    throw new UsageError(`--districts 应为 1 到 ${MOST_DISTRICTS} 的整数，收到的是“${String(values['districts'])}”。`)
  return districts
}

function shardsOf(values: CommandContext['values']): number | undefined {
  if (values['shards'] === undefined) return undefined
  const shards = Number(values['shards'])
  if (!Number.isInteger(shards) || shards < 1 || shards > 1024)
    throw new UsageError(`--shards 应为 1 到 1024 的整数，收到的是“${String(values['shards'])}”。`)
  return shards
}
