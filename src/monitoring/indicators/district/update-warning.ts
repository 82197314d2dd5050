import { addDays, formatMonthDayZh } from '../../../calendar/index.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import {
  type AccountFacts,
  defineIndicator,
  fail,
  hasCeased,
  type Judgement,
  notApplicable,
  pass,
  type Thresholds,
  unknown,
} from '../define.ts'
import { notJudgedByUpdates, servesOnly, withPurpose } from '../purpose.ts'
import { mostSilentDays, silentDays, updateWindow, youngerThanWindow } from '../silence.ts'

/** 动态类两周内未更新, as a reminder while there is still time: 7, 10 and 13 days. What is beyond belongs to N-NM-02a. */
export const updateWarning = defineIndicator({
  id: 'D-JS-06',
  label: '更新预警',
  class: 'hint',
  level: 'district',
  method: 'system',
  about: 'account',
  restsOnCollection: true,
  needs: ['update'],
  clause:
    '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》附件1 信息更新情况：动态类栏目每两周内是否予以更新（7、10、13天预警）',
  basis: [
    {
      source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》附件1',
      clause: '动态类栏目每两周内是否予以更新',
      certainty: '原文',
    },
    { source: '系统建议值', clause: '7、10、13天预警', certainty: '建议' },
  ],
  threshold: ({ warnAtDays, warning }) => ({ warnAtDays, ...warning }),
  judge: (facts, thresholds) => withPurpose(facts, judgeWarning(facts, thresholds)),
  sentence: ({ silentDays: days }) => `已${String(days)}天未更新，提醒及时更新。`,
})

const dayNotTold = '只有发布条数，补充最后更新日期后即可判定。'

function judgeWarning(facts: AccountFacts, thresholds: Thresholds): Judgement {
  if (hasCeased(facts.account)) return notApplicable('账号已注销')
  if (servesOnly(facts)) return notJudgedByUpdates
  const { lastUpdateOn, updatesInWindow, covered, coveredUntil } = facts.update
  if (updatesInWindow > 0 && lastUpdateOn === null) return unknown({ updatesInWindow }, dayNotTold)
  if (covered && youngerThanWindow(facts, thresholds) === 'yes') return notApplicable('账号开通未满两周')
  if (!lastUpdateOn || lastUpdateOn < updateWindow(facts.checkpoint, thresholds).from) {
    if (covered) return notApplicable('已超过两周，由 N-NM-02a 判定')
    return unknown({ collected: false, lastUpdateOn, coveredUntil }, sentences.notCollected)
  }
  const silent = silentDays(lastUpdateOn, facts.checkpoint)
  const level = thresholds.warnAtDays.findLast((days) => silent >= days)
  const margin = Math.min(...thresholds.warnAtDays) - 1 - silent
  if (level === undefined) return pass({ lastUpdateOn, silentDays: silent }, { margin })
  const last = addDays(lastUpdateOn, mostSilentDays(thresholds))
  const wouldChange = `发布新内容后预警解除；${formatMonthDayZh(last)}以后仍未更新的，将列为“内容不更新”线索。`
  return fail({ lastUpdateOn, silentDays: silent, level }, { margin, wouldChange })
}
