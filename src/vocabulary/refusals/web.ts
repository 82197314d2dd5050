import { entry } from './catalogue.ts'

export const webRefusals = {
  'web.not-found': entry(404, () => '没有这个页面，或者它不在您的管辖范围内。请从左侧目录重新进入。'),
  'web.body-too-large': entry<{ most: string }>(
    413,
    ({ most }) => `提交的内容超过 ${most}，未保存。请压缩或拆分后重新提交。`,
  ),
  'web.form-unreadable': entry(400, () => '提交的内容不完整，可能在传送途中中断，未保存。请返回后重新提交。'),
  'web.choice-unknown': entry<{ what: string }>(
    422,
    ({ what }) => `没有收到可以识别的“${what}”，未作任何处理。请返回页面，从所列选项中选择后再提交。`,
  ),
  'web.address-unreadable': entry(400, () => '网址中有无法识别的字符，请从左侧目录重新进入。'),
  'web.upload-missing': entry(422, () => '没有选择文件，请选择后再提交。'),
  'web.held-files-gone': entry(
    422,
    () => '验证身份前所选的文件只保留十五分钟，现已删除，本项没有办理。请回到原页面重新选择文件再提交。',
  ),
  'web.host-unknown': entry(400, () => '访问地址不在允许的范围内，请使用管理员提供的网址访问。'),
  'bulk.nothing-chosen': entry(422, () => '还没有选定要办理的事项。请在列表中勾选，或选“筛选出的全部”，再预览。'),
  'bulk.too-many': entry<{ most: number; found: number }>(
    422,
    ({ most, found }) => `选定了 ${found} 项，一次最多办理 ${most} 项。请先筛选，分批办理。`,
  ),
  'server.port-taken': entry<{ port: number }>(
    503,
    ({ port }) => `端口 ${port} 已被占用。请先停止占用它的程序，或用 npm start -- --port 另一个端口 启动。`,
  ),
  'demo.real-data': entry(
    409,
    () => '该数据目录已有正式数据或未生成完的演示数据，不能用来演示。请用 --data 另指一个空目录。',
  ),
  'demo.loopback-only': entry<{ host: string }>(
    409,
    ({ host }) => `演示数据只在本机开放，不能用 --host ${host}。请去掉 --host，或不用 --demo 启动。`,
  ),
}
