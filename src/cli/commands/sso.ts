import { allowedHosts, openSender } from '../../outgoing/index.ts'
import {
  kindLabels,
  listProviders,
  type Provider,
  shareProvider,
  switchProvider,
  testProvider,
} from '../../sso/index.ts'
import { systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type CommandContext, defineCommand } from '../command.ts'

/** All providers of the installation, or those that `--district` may link to. */
export const ssoList = defineCommand({
  operands: '',
  summary: '列出统一身份认证的认证服务和编号',
  options: {},
  async run({ deps, out, json, values }) {
    const only = typeof values['district'] === 'string' ? values['district'] : undefined
    const providers = await listProviders(deps.db, only)
    if (json) out.result(JSON.stringify(providers))
    else if (providers.length === 0) out.result('没有设置认证服务。')
    else
      for (const { id, districtId, kind, label, enabled } of providers) {
        const place = districtId === systemChain ? '各地区共用' : districtId
        out.result([id, label, kindLabels[kind], place, enabled ? '已启用' : '未启用'].join('  '))
      }
  },
})

/** By its id, or by its label where that is one provider's alone. Refuses `sso.unknown`. */
async function providerNamed({ deps, positionals: [name = ''] }: CommandContext): Promise<Provider> {
  const found = (await listProviders(deps.db)).filter(({ id, label }) => id === name || label === name)
  if (!found[0] || found.length > 1) throw refuse('sso.unknown')
  return found[0]
}

/** Asks a provider whether it is there; exit code 1 where it isn't, or doesn't speak as expected. */
export const ssoTest = defineCommand({
  operands: '认证服务',
  summary: '测试一个认证服务的连接，不登录任何人',
  options: { allow: { type: 'string' } },
  optionHelp: { allow: '允许访问的内网主机，以逗号分隔' },
  async run(context) {
    const { deps, actor, out, json, values } = context
    const provider = await providerNamed(context)
    const allow = allowedHosts(typeof values['allow'] === 'string' ? values['allow'] : undefined)
    const sender = openSender({ allow })
    try {
      const tested = await testProvider(deps, actor, { send: sender.send, allow }, provider)
      if (json) out.result(JSON.stringify({ provider: provider.label, ...tested }))
      else if (tested.ok) for (const line of tested.found) out.result(line)
      else out.result(tested.why)
      return tested.ok ? 0 : 1
    } finally {
      await sender.close()
    }
  },
})

/** From then on every district may link to it, and the operator alone changes it. */
export const ssoShare = defineCommand({
  operands: '认证服务',
  summary: '把一个地区的认证服务改为各地区共用',
  options: {},
  async run(context) {
    const provider = await providerNamed(context)
    await shareProvider(context.deps, context.actor, provider)
    context.out.say(`“${provider.label}”已改为各地区共用，此后由服务器操作员管理。`)
  },
})

const switched = (enabled: boolean, summary: string) =>
  defineCommand({
    operands: '认证服务',
    summary,
    options: {},
    async run(context) {
      const provider = await providerNamed(context)
      await switchProvider(context.deps, context.actor, { ...provider, enabled })
      context.out.say(`“${provider.label}”已${enabled ? '启用' : '停用'}。`)
    },
  })

export const ssoOn = switched(true, '启用一个认证服务')
export const ssoOff = switched(false, '停用一个认证服务')
