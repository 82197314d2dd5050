import { entry } from './catalogue.ts'

export const fileRefusals = {
  'file.too-large': entry<{ name: string; most: string }>(
    413,
    ({ name, most }) => `文件“${name}”超过 ${most}，未上传。请压缩或拆分后重新上传。`,
  ),
  'file.kind-not-accepted': entry<{ name: string; wanted: string }>(
    415,
    ({ name, wanted }) =>
      `文件“${name}”的内容不是${wanted}（按内容识别，与扩展名无关），未上传。请换成${wanted}后重新上传。`,
  ),
  'file.empty': entry<{ name: string }>(422, ({ name }) => `文件“${name}”是空文件，未上传。请检查后重新选择。`),
  'file.lost': entry<{ name: string }>(
    503,
    ({ name }) => `文件“${name}”的原件在数据目录中缺失或已损坏，请立即联系系统管理员核对备份。`,
  ),
  'file.unreadable': entry<{ name: string }>(422, ({ name }) => `读不到文件“${name}”，请核对路径和读取权限。`),
}
