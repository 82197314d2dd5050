import { entry } from './catalogue.ts'

export const scoringRefusals = {
  'score.scheme-not-valid': entry<{ faults: string }>(
    422,
    ({ faults }) => `评分方案有误：${faults.replace(/[。；]+$/u, '')}。请更正后再保存。`,
  ),
  'score.forbidden-measure': entry<{ found: string; clause: string }>(
    422,
    ({ found, clause }) => `“${found}”不能作为计分项目：${clause}。请从方案中删去；粉丝、阅读等只登记，不计分。`,
  ),
  'score.points-not-sum': entry<{ base: number; total: number }>(
    422,
    ({ base, total }) => `各项分值合计${total}分，与满分${base}分不一致。请调整各项分值。`,
  ),
  'score.counted-twice': entry<{ one: string; other: string }>(
    422,
    ({ one, other }) => `“${one}”与“${other}”计的是同一类事项，同一事项不能计两次。请删去或改写其中一条。`,
  ),
  'score.spread-unknown': entry<{ item: string; to: string }>(
    422,
    ({ item, to }) => `“${item}”不适用时的分值不能摊入“${to}”：应摊入同为账号（或单位）计分、始终适用的项目。`,
  ),
  'score.gates-crossed': entry<{ pass: number; bonus: number }>(
    422,
    ({ pass, bonus }) => `加分门槛${bonus}分低于合格线${pass}分。请调整门槛。`,
  ),
  'score.no-scheme': entry<{ year: number; day: string }>(
    409,
    ({ year, day }) => `截至${day}，${year}年还没有锁定的评分方案，不能评分。请先锁定方案，或选择锁定之后的日期。`,
  ),
  'score.as-of-ahead': entry<{ day: string }>(
    422,
    ({ day }) => `${day}还没有到，不能按这一天评分。请选择今天或以前的日期。`,
  ),
  'score.year-unreadable': entry<{ found: string }>(
    422,
    ({ found }) => `年度“${found}”不能识别，请写成2026这样的四位年份。`,
  ),
  'score.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该年度目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'score.scheme-locked': entry(
    409,
    () => '该方案已经锁定，不能再改。需要调整的，请复制为新版本，在数据封存前重新锁定。',
  ),
  'score.locked-after-freeze': entry(409, () => '该年度数据已经封存，不能再换评分方案。'),
  'score.freeze-day': entry<{ day: string }>(
    422,
    ({ day }) => `封存日期应为本年度内、${day}（今天）或以前的日期。请重新填写。`,
  ),
  'score.early-freeze-reason': entry(422, () => '年度还没有结束就封存数据的，请写明理由和依据。'),
  'score.entries-waiting': entry<{ count: number }>(
    409,
    ({ count }) => `还有${count}件登记、更正或申诉没有处理，不能办理。请先逐件处理。`,
  ),
  'score.result-changed': entry(409, () => '页面打开以后结果有了变化。请刷新后核对，再办理。'),
  'score.entry-not-open': entry<{ origin: string; state: string }>(
    409,
    ({ origin, state }) => `该年度目前为“${state}”，不能提出${origin}。`,
  ),
  'score.entry-not-complete': entry<{ what: string }>(422, ({ what }) => `请填写${what}。`),
  'score.entry-proof': entry<{ what: string }>(
    422,
    ({ what }) => `“${what}”须上传加盖公章的证明材料，没有证明的不予加分。`,
  ),
  'score.entry-decided': entry(409, () => '该件已经处理，不能再次处理。如仍有出入，请另行提出。'),
  'score.archive-not-final': entry<{ state: string }>(
    409,
    ({ state }) => `该年度目前为“${state}”，结果确定以后才能归档。`,
  ),
  'score.entry-no-effect': entry(422, () => '请选择要撤销的计分事项，或填写要更正的项目和分值，二者选一。'),
  'score.event-unknown': entry(422, () => '要撤销的计分事项不在该单位的评分中。请刷新后重新选择。'),
}
