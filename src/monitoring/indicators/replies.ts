import { type CivilDate, daysBetween } from '../../calendar/index.ts'
import type { Facts } from '../model.ts'
import type { MessageFact } from './brought-facts.ts'
import { type AccountFacts, fail, type Judgement, pass, unknown } from './define.ts'

/** How the messages of one kind were answered by a day. Rates are parts of a hundred to one place, null where nothing is due. */
export type Replies = {
  asked: number
  onTime: number
  late: number
  openOverdue: number
  /** Open, and there is time left. */
  open: number
  /** Nobody knows whether it was answered. */
  notKnown: number
  onTimeRate: number | null
}

/** On time = closed on time / (closed + open overdue): what is open beyond its day counts against whoever leaves it open. */
export function repliesBy(messages: readonly MessageFact[], day: CivilDate): Replies {
  const asked = messages.filter(({ askedOn }) => askedOn <= day)
  const count = (fits: (message: MessageFact) => boolean) => asked.filter(fits).length
  // What was answered after the day was still open on it.
  const closed = ({ repliedOn }: MessageFact) => typeof repliedOn === 'string' && repliedOn <= day
  const inTime = ({ repliedOn, dueOn }: MessageFact) => typeof repliedOn === 'string' && repliedOn <= dueOn
  const onTime = count((one) => closed(one) && inTime(one))
  const late = count((one) => closed(one) && !inTime(one))
  const notKnown = count(({ repliedOn }) => repliedOn === null)
  const openOverdue = count((one) => one.repliedOn !== null && !closed(one) && one.dueOn < day)
  const due = onTime + late + openOverdue
  return {
    asked: asked.length,
    onTime,
    late,
    openOverdue,
    open: asked.length - due - notKnown,
    notKnown,
    onTimeRate: due === 0 ? null : Math.round((onTime / due) * 1000) / 10,
  }
}

/** Judges the messages of one kind: every one that was or is late is a fault; one of which nothing is known can't pass. */
export function judgeReplies(
  { brought: { messages }, checkpoint }: AccountFacts,
  concerns: (message: MessageFact) => boolean,
  limit: string,
): Judgement {
  if (!messages) return unknown({ asked: null }, '登记或导入该账号的留言，并注明已核对至哪一日。')
  const { onTimeRate, ...counts } = repliesBy(messages.filter(concerns), checkpoint)
  const facts: Facts = { ...counts, ...(onTimeRate !== null && { onTimeRate }) }
  const { late, openOverdue, notKnown, open } = counts
  if (late + openOverdue > 0) {
    const [oldest] = messages
      .filter((one) => concerns(one) && one.repliedOn === undefined)
      .map(({ askedOn }) => askedOn)
      .sort()
    return fail(oldest && openOverdue > 0 ? { ...facts, longestOpenDays: daysBetween(oldest, checkpoint) } : facts, {
      wouldChange:
        openOverdue > 0 ? '逾期未答复的留言已经答复并登记；逾期答复的，核对登记时间。' : '核对提问和答复的时间。',
    })
  }
  if (notKnown > 0) return unknown(facts, `核对${notKnown}条留言是否已经答复。`)
  return pass(facts, open > 0 ? { wouldChange: `${open}条留言尚在${limit}期限内。` } : {})
}

/** What a confirmed finding says of the messages. */
export function repliesSentence({ late, openOverdue }: Facts): string {
  const said = [
    Number(openOverdue) > 0 && `${String(openOverdue)}条留言逾期未答复`,
    Number(late) > 0 && `${String(late)}条留言逾期答复`,
  ].filter(Boolean)
  return `该账号有${said.join('、')}。`
}
