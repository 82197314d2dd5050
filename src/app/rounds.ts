import type { Deps } from '../access/index.ts'
import { listDistricts } from '../access/index.ts'
import { generateDue } from '../bulletins/index.ts'
import type { CivilDate, Instant } from '../calendar/index.ts'
import { type KeptAsOf, keepDays, proposeForGoneUnits, unfinishedCleanup } from '../cleanup/index.ts'
import { expireEvidence, expirePosts, expireTexts } from '../collection/index.ts'
import { enterCollected, expireMessages } from '../engagement/index.ts'
import { keepCampaigns, keepHandovers, keepPeople, keepReopened } from '../filing/index.ts'
import { alone } from '../database/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import { lastRound, leapOf, recordRound } from '../jobs/index.ts'
import { queueDigests, tidyUp } from '../notify/index.ts'
import { proposeRepeated } from '../rectification/index.ts'
import { erasePreviews } from '../registry/index.ts'
import { countsFor } from './notify/counts.ts'
import { programItself } from './program-itself.ts'
import { restingOf } from './resting.ts'

const EVERY_MS = 10 * 60_000

type OnDefect = (error: unknown, context: Record<string, string>) => void

/**
 * What a round spares the next one: on which day each daily part of a district was done last, and what days were kept of.
 * `demo`: of a demonstration, whose papers say so. `leaptAt`: the clock isn't to be believed yet (`leapOf`).
 */
type Memory = { doneOn: Map<string, CivilDate>; keptAsOf: KeptAsOf; demo?: boolean; leaptAt?: Instant | undefined }
const newMemory = (demo = false): Memory => ({ doneOn: new Map(), keptAsOf: new Map(), demo })

/** Each stands alone: reminding, recording, proposing, and erasing what may be kept no longer. */
const parts: Readonly<Record<string, (deps: Deps, districtId: string, memory: Memory) => Promise<unknown>>> = {
  campaigns: (deps, districtId) => keepCampaigns(deps, programItself, districtId, unfinishedCleanup),
  handovers: (deps, districtId) => keepHandovers(deps, programItself, districtId),
  people: (deps, districtId) => keepPeople(deps, programItself, districtId),
  reopened: (deps, districtId) => keepReopened(deps, programItself, districtId),
  'kept-days': (deps, districtId, { keptAsOf }) => keepDays(deps, programItself, districtId, keptAsOf),
  'gone-units': (deps, districtId) => proposeForGoneUnits(deps, programItself, { districtId }),
  repeats: (deps, districtId) => proposeRepeated(deps, programItself, districtId),
  previews: (deps, districtId) => erasePreviews(deps, programItself, districtId),
  comments: (deps, districtId) => enterCollected(deps, programItself, districtId),
  digests: async (deps, districtId) => {
    await tidyUp(deps.db, districtId, deps.wall.now())
    await queueDigests(deps, districtId, { calendar: await loadCalendar(deps.db), countsFor: countsFor(deps) })
  },
}

/** What goes by civil days and reads all that is kept: once a day is enough. */
const dailyParts: typeof parts = {
  evidence: (deps, districtId) => expireEvidence(deps, programItself, districtId, restingOf),
  'post-texts': (deps, districtId) => expireTexts(deps, programItself, districtId, restingOf),
  posts: (deps, districtId) => expirePosts(deps, programItself, districtId, restingOf),
  messages: (deps, districtId) => expireMessages(deps, programItself, districtId),
  drafts: (deps, districtId, { demo = false }) => generateDue(deps, programItself, districtId, demo),
}

/** What destroys for good because days have gone by: it waits while they may never have. */
const erasing = new Set(['people', 'evidence', 'post-texts', 'posts', 'messages'])

/** What `doctor` calls them. */
const partLabels: Readonly<Record<string, string>> = {
  campaigns: '专项排查提醒和期限',
  handovers: '岗位交接',
  people: '离任人员个人信息到期删除',
  reopened: '重新补正的期限',
  'kept-days': '清理建议逐日留存',
  'gone-units': '撤并单位的账号清理',
  repeats: '屡次出现问题的账号清理',
  previews: '过期的导入预览',
  comments: '采集的评论登入留言台账',
  digests: '每日待办通知',
  evidence: '到期证据',
  'post-texts': '到期帖文正文删除',
  posts: '到期发布数据删除',
  messages: '到期留言文字删除',
  drafts: '简报、报告草稿的自动编制',
}

/**
 * What a day brings without anybody asking, in every district. A part that fails is told, and the others are still done.
 * Answers which parts failed, by their labels and district; a daily one that failed is tried at the next turn.
 */
export async function makeRounds(deps: Deps, onDefect: OnDefect, memory = newMemory()): Promise<string[]> {
  const failed: string[] = []
  const make = (part: string, districtId: string, keep: (typeof parts)[string]) =>
    keep(deps, districtId, memory).then(
      () => true,
      (error: unknown) => {
        onDefect(error, { part: `rounds.${part}`, districtId })
        failed.push(`${partLabels[part]}（${districtId}）`)
        return false
      },
    )
  const due = (all: typeof parts) =>
    Object.entries(all).filter(([part]) => memory.leaptAt === undefined || !erasing.has(part))
  for (const { id: districtId } of await listDistricts(deps.db)) {
    for (const [part, keep] of due(parts)) await make(part, districtId, keep)
    for (const [part, keep] of due(dailyParts)) {
      const [key, today] = [`${part}/${districtId}`, deps.clock.today()]
      if (memory.doneOn.get(key) !== today && (await make(part, districtId, keep))) memory.doneOn.set(key, today)
    }
  }
  return failed
}

/**
 * Makes rounds now and every ten minutes until stopped, in one program of the installation; what fails is tried again at
 * the next turn.
 */
export function startRounds(deps: Deps, onDefect: OnDefect, demo = false, lead = alone): () => Promise<void> {
  let running = Promise.resolve()
  const memory = newMemory(demo)
  const turn = () => {
    running = running
      .then(async () => {
        if (!(await lead.has('rounds'))) return
        memory.leaptAt = leapOf(await lastRound(deps.db), deps.wall.now())
        const failed = await makeRounds(deps, onDefect, memory)
        await recordRound(deps.db, { at: deps.wall.now(), failed, leaptAt: memory.leaptAt })
      })
      .catch((error: unknown) => onDefect(error, { part: 'rounds' }))
  }
  turn()
  const timer = setInterval(turn, EVERY_MS).unref()
  return () => {
    clearInterval(timer)
    return running
  }
}
