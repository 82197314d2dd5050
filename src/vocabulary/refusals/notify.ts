import { entry } from './catalogue.ts'

export const notifyRefusals = {
  'notify.no-link': entry(409, () => '尚未填写平台网址，通知中没有链接可给。请先在“发送时段和平台网址”中填写并保存。'),
  'notify.unknown': entry(404, () => '没有找到这个通知渠道，它可能已被删除。请返回“通知设置”核对。'),
  'notify.name-taken': entry<{ name: string }>(
    409,
    ({ name }) => `已有名为“${name}”的通知渠道，本次没有保存。请换一个名称，或者修改原来的渠道。`,
  ),
  'notify.secrets-unreadable': entry(409, () => '这个渠道的密码或网址无法读取。请在“通知设置”中重新填写后再试。'),
  'notify.password-again': entry(
    422,
    () => '更换邮件服务器、端口、加密方式的，须重新填写用户名和密码，本次没有保存。请填写后再保存。',
  ),
  'notify.no-mail': entry(409, () => '本区尚未设置邮件通知，没有邮件可发。请联系系统管理员设置后再开通。'),
  'notify.test-address': entry(422, () => '测试邮件须写明收件地址。请填写后再试。'),
}
