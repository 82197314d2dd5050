import { entry } from './catalogue.ts'

export const collectionRefusals = {
  'posts.no-head': entry<{ file: string }>(
    422,
    ({ file }) =>
      `文件“${file}”中没有找到表头。第一行应为列名，至少有“账号”以及“标题”“链接”“发布时间”中的一列，请调整后重新导入。`,
  ),
  'posts.no-rows': entry<{ file: string }>(422, ({ file }) => `文件“${file}”只有表头，没有数据行，未导入任何内容。`),
  'posts.covers-half': entry(422, () => '采集时段应同时填写起始日期和截止日期，或都不填写。请更正后重新导入。'),
  'posts.covers-reversed': entry<{ from: string; to: string }>(
    422,
    ({ from, to }) => `采集时段的起始日（${from}）晚于截止日（${to}），请更正后重新导入。`,
  ),
  'posts.covers-future': entry<{ to: string; collected: string }>(
    422,
    ({ to, collected }) =>
      `采集时段的截止日（${to}）晚于采集之日（${collected}）。尚未采集的日子不能算作已采集，请更正。`,
  ),
  'posts.collected-later': entry<{ collected: string; today: string }>(
    422,
    ({ collected, today }) => `采集时间（${collected}）晚于今天（${today}），请更正后重新导入。`,
  ),
  'sources.unknown-kind': entry<{ kind: string }>(422, ({ kind }) => `没有“${kind}”这种采集来源，请从列表中选择。`),
  'sources.not-valid': entry<{ faults: string }>(422, ({ faults }) => `采集设置有误：${faults}。请更正后保存。`),
  'sources.named-already': entry<{ name: string }>(409, ({ name }) => `已有名为“${name}”的采集来源，请换一个名称。`),
  'sources.target-already': entry(409, () => '该账号已设置这一采集来源和网址，无需重复设置。'),
}
