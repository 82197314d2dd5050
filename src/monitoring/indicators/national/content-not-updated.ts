import { civilDate, type CivilDate, formatDayZh, formatMonthDayZh } from '../../../calendar/index.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import type { Facts } from '../../model.ts'
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
import {
  mostSilentDays,
  NATIONAL_DAYS,
  silenceThreshold,
  silentDays,
  updateWindow,
  youngerThanWindow,
} from '../silence.ts'

/** 内容不更新: the national veto of which nearly every circular speaks. */
export const contentNotUpdated = defineIndicator({
  id: 'N-NM-02a',
  label: '内容不更新',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: true,
  needs: ['update'],
  clause: '国办秘函〔2019〕19号 政务新媒体检查指标 单项否决：内容不更新（监测时间点前2周内无更新）',
  basis: [
    { source: '国办秘函〔2019〕19号', clause: '监测时间点前2周内无更新', certainty: '二手' },
    { source: '国办公开办后续部署（N-NM-04）', clause: '发布类账号2周内无更新', certainty: '二手' },
    {
      source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》二（三）',
      clause: '信息更新情况',
      certainty: '原文',
    },
  ],
  threshold: silenceThreshold,
  judge: (facts, thresholds) => withPurpose(facts, judgeSilence(facts, thresholds)),
  reasons: {
    dismiss: [
      '监测时间点前已有发布，采集漏项',
      '发布时间采集有误，核对原文后在期限内',
      '账号在监测时间点前已完成注销',
      '账号为办事类，不适用本指标',
    ],
    'needs-evidence': ['须打开账号主页核对最后更新日期', '须由单位提供后台发布记录'],
  },
  sentence({ lastUpdateOn, maxSilentDays }, checkpoint) {
    if (typeof maxSilentDays === 'number') return ownSentence(lastUpdateOn, maxSilentDays, checkpoint)
    if (typeof lastUpdateOn === 'string')
      return sentences.notUpdated(formatDayZh(checkpoint), formatDayZh(civilDate(lastUpdateOn)))
    return `监测时间点为${formatDayZh(checkpoint)}，未见该账号发布过内容，监测时间点前2周内无更新，经人工复核，判定为不合格。`
  },
})

function judgeSilence(facts: AccountFacts, thresholds: Thresholds): Judgement {
  if (hasCeased(facts.account)) return notApplicable('账号已注销')
  if (servesOnly(facts)) return notJudgedByUpdates
  const window = updateWindow(facts.checkpoint, thresholds)
  const { lastUpdateOn, updatesInWindow, covered, coveredUntil } = facts.update
  // One update seen in the window is proof enough, whoever looked and however little.
  if (lastUpdateOn && lastUpdateOn >= window.from) {
    const silent = silentDays(lastUpdateOn, facts.checkpoint)
    const margin = mostSilentDays(thresholds) - silent
    return pass({ lastUpdateOn, silentDays: silent, updatesInWindow }, { margin })
  }
  // A published case may give a number of posts and no day.
  if (updatesInWindow > 0) return pass({ lastUpdateOn, updatesInWindow })
  if (!covered) return unknown({ collected: false, lastUpdateOn, coveredUntil }, sentences.notCollected)
  const younger = youngerThanWindow(facts, thresholds)
  if (younger === 'yes') return notApplicable('账号开通未满两周')
  if (younger === 'unclear') return unknown({ collected: true, lastUpdateOn, coveredUntil }, openedUnclear)
  return silentFor(facts, window.from, thresholds)
}

const openedUnclear = '台账中开通时间没有写到日，无法判定开通是否已满两周，请补全开通日期后重新判定。'

/** What a district that set a number of its own says: the two weeks of the national sentence would not be true. */
function ownSentence(lastUpdateOn: Facts[string] | undefined, maxSilentDays: number, checkpoint: CivilDate): string {
  const seen =
    typeof lastUpdateOn === 'string'
      ? `该账号最后更新日期为${formatDayZh(civilDate(lastUpdateOn))}`
      : '未见该账号发布过内容'
  return `监测时间点为${formatDayZh(checkpoint)}，${seen}，监测时间点前${maxSilentDays}日内无更新（本区监测口径），经人工复核，判定为不合格。`
}

function silentFor(facts: AccountFacts, from: string, thresholds: Thresholds) {
  const most = mostSilentDays(thresholds)
  const own: Facts = thresholds.maxSilentDays === NATIONAL_DAYS ? {} : { maxSilentDays: thresholds.maxSilentDays }
  const { lastUpdateOn } = facts.update
  const span = `${formatMonthDayZh(civilDate(from))}至${formatMonthDayZh(facts.checkpoint)}`
  const wouldChange = `${span}之间有任何一条带发布时间的内容，或账号在${formatMonthDayZh(facts.checkpoint)}前已完成注销。`
  const silent = lastUpdateOn && silentDays(lastUpdateOn, facts.checkpoint)
  const margin = silent === null ? {} : { margin: most - silent }
  return fail(
    { lastUpdateOn, silentDays: silent, updatesInWindow: 0, windowFrom: from, ...own },
    { ...margin, wouldChange },
  )
}
