import { permit } from '../../access/index.ts'
import { applyScale, scalePlan } from '../../database/index.ts'
import { systemChain } from '../../trail/index.ts'
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

function shardsOf(values: CommandContext['values']): number | undefined {
  if (values['shards'] === undefined) return undefined
  const shards = Number(values['shards'])
  if (!Number.isInteger(shards) || shards < 1 || shards > 1024)
    throw new UsageError(`--shards 应为 1 到 1024 的整数，收到的是“${String(values['shards'])}”。`)
  return shards
}
