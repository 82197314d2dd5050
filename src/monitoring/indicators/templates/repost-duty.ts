import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf } from '../papers.ts'

/** 转载任务: an item that all were told to repost by a day. Several reminders and no repost is what circulars name. */
export const repostDuty = defineIndicator({
  id: 'L-07',
  label: '未按要求转载',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: true,
  optional: true,
  needs: ['repostDuties'],
  clause: '本区规定：重要信息按要求及时转载',
  basis: [clauseOf('外地通报（西昌2024）', '重要信息及时转载，多次催办即点名', '二手')],
  judge({ account, checkpoint, brought: { repostDuties } }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (!repostDuties) return unknown({ duties: null }, '核对该账号是否按要求转载。')
    const due = repostDuties.filter(({ dueOn }) => dueOn <= checkpoint)
    if (due.length === 0) return notApplicable('没有到期的转载任务')
    const doneBy = (doneOn: string | null | undefined) => typeof doneOn === 'string' && doneOn <= checkpoint
    const missed = due.filter(({ doneOn }) => doneOn !== null && !doneBy(doneOn)).length
    const late = due.filter(
      ({ dueOn, doneOn }) => typeof doneOn === 'string' && doneBy(doneOn) && doneOn > dueOn,
    ).length
    const notKnown = due.filter(({ doneOn }) => doneOn === null).length
    const facts = { duties: due.length, missed, late, notKnown }
    if (missed + late > 0) return fail(facts, { wouldChange: '补充转载，或核对转载时间。' })
    return notKnown > 0 ? unknown(facts, `核对${notKnown}项任务是否已经转载。`) : pass(facts)
  },
  reasons: {
    dismiss: ['已按期转载，采集漏项', '该任务不涉及该账号'],
    'needs-evidence': ['须由单位提供转载链接'],
  },
  sentence: ({ missed, late }) =>
    `该账号${[Number(missed) > 0 && `${String(missed)}项重要信息未按要求转载`, Number(late) > 0 && `${String(late)}项逾期转载`].filter(Boolean).join('、')}。`,
})
