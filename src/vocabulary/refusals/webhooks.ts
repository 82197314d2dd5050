import { entry } from './catalogue.ts'

export const webhookRefusals = {
  'webhook.name': entry(422, () => '请填写名称（2至40字），写明由哪个系统接收。'),
  'webhook.name-taken': entry<{ name: string }>(409, ({ name }) => `“${name}”已经有了，请换一个名称。`),
  'webhook.address': entry<{ why: string }>(
    422,
    ({ why }) => `接收地址不能使用：${why}。请改为 https 开头的完整网址。`,
  ),
  'webhook.events': entry(422, () => '请至少选择一种要推送的事件。'),
  'webhook.unknown': entry(404, () => '没有找到这个接收地址，可能已删除或不属于本地区。'),
  'webhook.secrets-unreadable': entry(409, () => '接收地址或签名密钥无法读取。请删除后重新设置。'),
  'webhook.key-changing': entry(409, () => '上一次换下的旧密钥还在使用。请先停用旧密钥，或者选择“不保留”再换。'),
  'webhook.no-old-key': entry(409, () => '没有仍在使用的旧密钥，可能已经到期停用。'),
}
