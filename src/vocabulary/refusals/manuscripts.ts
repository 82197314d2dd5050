import { entry } from './catalogue.ts'

export const manuscriptRefusals = {
  'manuscript.not-adopted': entry(
    409,
    () => '本单位还没有启用先审后发。请由分管领导或主要领导在“稿件审签”页面启用后再起草。',
  ),
  'manuscript.adopted-so': entry(409, () => '本单位已经按这个审核层级启用，没有变化。'),
  'manuscript.levels': entry(422, () => '审核层级应为一至五级的整数，请按本单位能安排的人员选择。'),
  'manuscript.action-not-allowed': entry<{ action: string; state: string }>(
    409,
    ({ action, state }) => `稿件目前是“${state}”，不能${action}。请刷新页面核对。`,
  ),
  'manuscript.field': entry<{ what: string; most: number }>(422, ({ what, most }) => `请填写${what}，${most}字以内。`),
  'manuscript.link': entry<{ what: string }>(
    422,
    ({ what }) => `${what}须为完整网址，以 http:// 或 https:// 开头，1000字以内。没有链接的，留空。`,
  ),
  'manuscript.ai-label': entry(
    422,
    () => '稿件含人工智能生成内容的，须填写向读者显示的标识文字，如“本文由人工智能辅助生成”。',
  ),
  'manuscript.too-long': entry<{ found: number; most: number }>(
    422,
    ({ found, most }) => `正文有${found}字，超过${most}字。请拆成几篇分别送审。`,
  ),
  'manuscript.too-many-pictures': entry<{ most: number }>(
    422,
    ({ most }) => `一次粘贴的图片超过${most}张，其余的请另行上传。`,
  ),
  'manuscript.account-unknown': entry(422, () => '所选账号不属于本单位，或者已不在运行。请重新选择发布账号。'),
  'manuscript.empty': entry(422, () => '正文没有内容，不能送审。请写好正文再提交。'),
  'manuscript.no-account': entry(422, () => '没有选择发布账号，不能送审。请选择至少一个账号并保存。'),
  'manuscript.picture-missing': entry<{ count: number }>(
    422,
    ({ count }) => `正文有${count}处图片没有随文粘贴，审核人看不到。请上传图片，或删去空位后再送审。`,
  ),
  'manuscript.nothing-to-fetch': entry(409, () => '正文里没有可以取回的图片。没有地址的图片，请另存后在编辑页插入。'),
  'manuscript.blocked': entry<{ count: number; first: string; why: string }>(
    422,
    ({ count, first, why }) =>
      `文字检查有${count}处须先改正，不能送审。第一处${first ? `“${first}”` : ''}：${why.replace(/。$/, '')}。`,
  ),
  'manuscript.class-reason': entry<{ found: string; because: string }>(
    422,
    ({ found, because }) => `按规则这件稿件是“${found}”（${because}）。改为其他分类的，请写明理由。`,
  ),
  'manuscript.urgent-unsaid': entry(422, () => '走加急通道的，请写明是什么突发事件、何时发生，发生时间不能晚于现在。'),
  'manuscript.joint-self': entry(422, () => '联审单位不能是本单位，请重新选择。'),
  'manuscript.step-not-due': entry<{ step: string }>(
    409,
    ({ step }) => `“${step}”还没有轮到，或者已经审完。请刷新页面核对。`,
  ),
  'manuscript.own-text': entry(403, () => '本人撰写或者修改过这件稿件，不能审核。请由其他人审核。'),
  'manuscript.two-levels': entry(403, () => '本人已在另一级审核过这件稿件，不能再审一级。请由其他人审核。'),
  'manuscript.nothing-signed': entry(422, () => '没有填写任何一关的结论。请逐关选择“通过”或“不通过”。'),
  'manuscript.gate-signed': entry<{ gate: string }>(
    409,
    ({ gate }) => `${gate}不在这一级，或者已经由他人审过。请刷新页面核对。`,
  ),
  'manuscript.opinion-missing': entry<{ gate: string }>(
    422,
    ({ gate }) => `${gate}判“不通过”的，请写明问题在哪里、怎样修改。`,
  ),
  'manuscript.remarks-incomplete': entry<{ gates: string }>(
    422,
    ({ gates }) => `退回须一次性告知：请把${gates}一并审完，再判“不通过”。`,
  ),
  'manuscript.confirm-missing': entry<{ observed: string; why: string }>(
    422,
    ({ observed, why }) => `“${observed}”需要审核人确认：${why}请写明这样写的理由，或判“不通过”退回修改。`,
  ),
  'manuscript.not-a-target': entry(422, () => '这个账号不在审签的发布账号之内。要在其他账号发布的，请另行送审。'),
  'manuscript.time': entry<{ what: string }>(
    422,
    ({ what }) => `${what}无法识别，或者晚于现在。请填写日期和时间，如 2026-10-12 09:30。`,
  ),
  'manuscript.not-published': entry(409, () => '这个账号没有登记过发布，不用登记删除。'),
  'manuscript.not-urgent': entry(409, () => '这件稿件没有走加急通道，或者已经补审。'),
}
