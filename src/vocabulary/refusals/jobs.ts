import { entry } from './catalogue.ts'

export const jobRefusals = {
  'worker.other-files': entry<{ path: string }>(
    503,
    ({ path }) =>
      `数据目录 ${path} 中没有本安装的文件，后台工作进程不能在这里办理。请把各主机的数据目录放在同一个共享存储上，用 --data 指定，再启动。`,
  ),
  'job.under-way': entry(409, () => '同一事项正在按另一要求办理，本次没有受理。请等它办结后再提交。'),
  'job.lost': entry(503, () => '后台任务因程序中断没有办完，数据未作改动。请重新提交。'),
  'job.failed': entry<{ id: string }>(
    503,
    ({ id }) => `后台任务没有办成，已记录（编号 ${id}）。请稍后重试，仍不成功请联系系统管理员。`,
  ),
}
