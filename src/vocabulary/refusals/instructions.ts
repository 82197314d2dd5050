import { entry } from './catalogue.ts'

export const instructionRefusals = {
  'instruction.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该事项目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'instruction.empty': entry(422, () => '请写下批示，或者上传手写批示的照片。'),
  'instruction.photo-required': entry(
    422,
    () =>
      '登记纸上的批示须上传手写件的照片或扫描件，录入的文字由另一人对照核对。领导本人或者其代理人填写的，请登录后在批阅页面填写。',
  ),
  'instruction.given-in-future': entry<{ day: string }>(422, ({ day }) => `批示日期${day}晚于今天，请核对。`),
  'instruction.given-before-submission': entry<{ day: string; submitted: string }>(
    422,
    ({ day, submitted }) => `批示日期${day}早于呈批日期${submitted}，请核对。`,
  ),
  'instruction.other-leader': entry(403, () => '该报告没有报送给您批示。需要批示的，请办公室撤回呈批后重新报送。'),
  'instruction.words-required': entry<{ what: string }>(422, ({ what }) => `请填写${what}。`),
  'instruction.too-long': entry<{ what: string; most: number }>(
    422,
    ({ what, most }) => `${what}不超过${most}个字，请精简。`,
  ),
  'instruction.own-words': entry(
    409,
    () =>
      '这是领导本人或者其代理人填写的批示，任何人不能改写、撤销。需要补充、更正的，请领导再次批示；没有要求单位办理的，注明无需交办。',
  ),
  'instruction.none-stands': entry(
    409,
    () => '该报告还没有已入库的批示：登记的批示尚未核对，或者已经撤销。请先录入、核对批示，或者请领导批示。',
  ),
  'instruction.has-tasks': entry<{ count: number }>(
    409,
    ({ count }) => `已交办 ${count} 项任务，请先写明理由逐项收回，再办理。`,
  ),
  'instruction.essentials-quote': entry(
    422,
    () => '交办要点或者写给单位的理由照抄了批示原文。批示原文限办公室内部掌握，请改写成要求单位做什么、做到什么程度。',
  ),
  'instruction.day-unreadable': entry<{ what: string; found: string }>(422, ({ what, found }) =>
    found === '' ? `请填写${what}。` : `${what}应写作“2026-10-30”这样的日期，收到的是“${found}”。`,
  ),
  'instruction.due-past': entry<{ day: string; today: string }>(
    422,
    ({ day, today }) => `办理时限${day}已经过了，请写${today}或以后的工作日。`,
  ),
  'instruction.due-on-rest-day': entry<{ day: string; near: string }>(
    422,
    ({ day, near }) => `办理时限${day}是休息日，请改为${near}。`,
  ),
  'instruction.unit-stands': entry<{ unit: string }>(409, ({ unit }) => `“${unit}”没有撤并，不能转给其他单位。`),
  'instruction.unit-gone': entry<{ unit: string; heir: string | null }>(409, ({ unit, heir }) =>
    heir === null
      ? `“${unit}”已经撤销，没有承接单位，不能交办。请先在台账中登记承接单位。`
      : `“${unit}”已经并入“${heir}”，请改为交“${heir}”办理。`,
  ),
}
