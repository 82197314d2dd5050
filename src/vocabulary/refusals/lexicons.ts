import { entry } from './catalogue.ts'

export const lexiconRefusals = {
  'lexicon.heads-missing': entry<{ heads: string }>(
    422,
    ({ heads }) => `表中没有找到列名“${heads}”，没有导入。请下载现有名单，照它的列名填写后再导入。`,
  ),
  'lexicon.row': entry<{ why: string }>(422, ({ why }) => `没有登记：${why}。请更正后再提交。`),
  'lexicon.known': entry(409, () => '名单里已经有完全相同的一条，无需再次登记。'),
  'text.too-long-to-paste': entry<{ most: number }>(
    413,
    ({ most }) => `粘贴的文字超过${most}个字，没有检查。请分段粘贴，或用文件方式检查。`,
  ),
  'text.not-ignorable': entry(422, () => '个人信息、涉密提示和“不得发布”的提示不能设为忽略，须逐篇处理。'),
  'text.hangs-on-words': entry(
    422,
    () => '这类提示要看前后文才知道对错，不能设为忽略。本篇无误的，不必修改；需要确认的，审核时逐处写明理由。',
  ),
  'text.reason-missing': entry<{ most: number }>(422, ({ most }) => `请写明忽略的理由，${most}字以内。`),
  'text.ignored-already': entry(409, () => '这条提示已经设为忽略，无需再次设置。'),
  'text.finding-gone': entry(409, () => '这条提示已经不在检查结果里，没有设为忽略。请重新检查后再办理。'),
}
