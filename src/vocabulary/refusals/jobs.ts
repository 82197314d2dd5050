import { entry } from './catalogue.ts'

export const jobRefusals = {
  'job.failed': entry<{ id: string }>(
    503,
    ({ id }) => `后台任务没有办成，已记录（编号 ${id}）。请稍后重试，仍不成功请联系系统管理员。`,
  ),
}
