import { entry } from './catalogue.ts'

export const handoverRefusals = {
  'handover.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该件人员交接目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'handover.no-post': entry(422, () => '请选定要交接的岗位。所选岗位已经空缺或换人的，请刷新页面后重新选择。'),
  'handover.several-people': entry(422, () => '所选岗位不是同一人担任。一份交接单只办理一名移交人，请分别办理。'),
  'handover.begun-already': entry(409, () => '所选岗位已有一件人员交接正在办理，请在原件中办理。'),
  'handover.not-complete': entry<{ faults: string }>(
    422,
    ({ faults }) => `还不能生成交接单：${faults}。请补全并保存后再生成。`,
  ),
  'handover.secret-in-note': entry(
    422,
    () => '说明中似乎写有密码，未保存。交接单只登记更换日期，不得填写密码，请删去后重新保存。',
  ),
  'handover.nothing-scanned': entry(422, () => '请先上传已签字的交接单扫描件，再提交确认。'),
  'handover.not-signed': entry<{ wanted: string }>(
    422,
    ({ wanted }) => `确认交接须${wanted}均已签字。缺签字的，请退回补正。`,
  ),
  'handover.reason-required': entry<{ action: string }>(422, ({ action }) => `办理“${action}”须写明原因。`),
  'person.still-in-post': entry(
    409,
    () => '该人仍在台账、未办结的事项或系统用户中，不能删除。请先在台账中变更，或办结相关事项。',
  ),
}
