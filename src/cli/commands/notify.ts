import { listChannels, testChannel } from '../../notify/index.ts'
import { allowedHosts, openSender } from '../../outgoing/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand } from '../command.ts'

/** Sends one test message by a channel and says what came of it; exit code 1 where it didn't go out. */
export const notifyTest = defineCommand({
  operands: '渠道名称 [收件地址]',
  summary: '经一个通知渠道发送测试消息，邮件须写明收件地址',
  options: { allow: { type: 'string' } },
  optionHelp: { allow: '允许访问的内网主机，以逗号分隔' },
  async run({ deps, actor, out, json, values, positionals: [name = '', address], district }) {
    const districtId = await district()
    const channel = (await listChannels(deps.db, districtId)).find((one) => one.name === name)
    if (!channel) throw refuse('notify.unknown')
    const allow = allowedHosts(typeof values['allow'] === 'string' ? values['allow'] : undefined)
    const sender = openSender({ allow })
    try {
      const input = { districtId, id: channel.id, address: address ?? null }
      const delivery = await testChannel(deps, actor, input, { send: sender.send, allow })
      if (json) out.result(JSON.stringify({ channel: name, ...delivery }))
      else if (delivery.outcome === 'sent') out.result(`测试消息已由“${name}”发出，请核对是否收到。`)
      else out.result(`“${name}”没有发出测试消息：${delivery.why}`)
      return delivery.outcome === 'sent' ? 0 : 1
    } finally {
      await sender.close()
    }
  },
})
