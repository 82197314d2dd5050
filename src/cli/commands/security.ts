import { changePolicy, policyOf, type SecurityPolicy } from '../../access/index.ts'
import { systemChain } from '../../trail/index.ts'
import { type CommandContext, defineCommand, UsageError } from '../command.ts'

const options = {
  idle: { type: 'string' },
  longest: { type: 'string' },
  confirm: { type: 'string' },
  'second-factor': { type: 'string' },
  passwords: { type: 'string' },
  rotation: { type: 'string' },
} as const
const names: Readonly<Record<keyof typeof options, keyof SecurityPolicy>> = {
  idle: 'idleMinutes',
  longest: 'absoluteHours',
  confirm: 'confirmMinutes',
  'second-factor': 'secondFactor',
  passwords: 'passwords',
  rotation: 'rotationDays',
}

/** What holds for signing in: of `--district`, else of the installation. */
export const securityShow = defineCommand({
  operands: '',
  summary: '显示安全设置：--district 指明地区的，否则全系统的',
  options: {},
  run: async (context) => tell(context, await policyOf(context.deps.db, districtOf(context))),
})

/** Sets it from the terminal, where nobody can get at the page, or for the whole installation. */
export const securitySet = defineCommand({
  operands: '',
  summary: '调整安全设置：--district 指明地区的，否则全系统的（没有另作规定的地区照此执行）',
  options,
  optionHelp: {
    idle: '无操作自动退出的分钟数，5 至 120',
    longest: '一次登录最长的小时数，1 至 24',
    confirm: '验证身份后免再验证的分钟数，1 至 60',
    'second-factor': '动态口令：off 自愿，privileged 重要角色必须，everybody 全部必须',
    passwords: '密码规则：modern 重长度，protected 按等保',
    rotation: '按等保时的更换天数，30 至 365',
  },
  async run(context) {
    const { deps, actor, values } = context
    const changes = Object.fromEntries(
      Object.entries(names).flatMap(([option, name]) =>
        typeof values[option] === 'string' ? [[name, values[option]]] : [],
      ),
    ) as Partial<SecurityPolicy>
    if (Object.keys(changes).length === 0) throw new UsageError('须写明至少一项要调整的设置，见 --help。')
    const districtId = districtOf(context)
    tell(context, await changePolicy(deps, actor, { districtId, changes }))
  },
})

const districtOf = ({ values }: CommandContext) =>
  typeof values['district'] === 'string' ? values['district'] : systemChain

function tell({ out, json }: CommandContext, policy: SecurityPolicy): void {
  if (json) out.result(JSON.stringify(policy))
  else
    for (const [option, name] of Object.entries(names))
      out.result(`--${option.padEnd(14)} ${String(policy[name])}　${said[name]}`)
}

const said: Readonly<Record<keyof SecurityPolicy, string>> = {
  idleMinutes: '无操作自动退出（分钟）',
  absoluteHours: '一次登录最长（小时）',
  confirmMinutes: '验证身份后免再验证（分钟）',
  secondFactor: '动态口令适用范围',
  passwords: '密码规则',
  rotationDays: '按等保时的密码更换周期（天）',
}
