import { type CivilDate, formatDayZh, type Instant, isCivilDate, minutesLate } from '../../calendar/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type ChecklistItem, checklistOf } from './checklist.ts'
import {
  endedStates,
  handedInStates,
  type Handover,
  type HandoverAction,
  handoverActionLabels,
  type HandoverState,
  handoverStateLabels,
  type ItemAnswer,
  nextHandoverState,
  type Signatures,
  type Signing,
} from './model.ts'

/** The state after an action. Refuses `handover.action-not-allowed`: the table is the only way from state to state. */
export function handoverAfter(state: HandoverState, action: HandoverAction): HandoverState {
  const next = nextHandoverState[state][action]
  if (!next)
    throw refuse('handover.action-not-allowed', {
      state: handoverStateLabels[state],
      action: handoverActionLabels[action],
    })
  return next
}

const plain = (name: string) => name.normalize('NFKC').replace(/\s/g, '')

/** True when both names are known and are one name. */
export const isSamePerson = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && plain(one) === plain(other)

/**
 * What a changed record of a post means. `left`: the post was given up, or somebody else holds it. `renewed`: the same
 * person, or one of the two has no name, and unknown is never a fault.
 */
export function changeOfHolder(change: { before: string | undefined; after: string | undefined; held: boolean }) {
  if (!change.held) return 'left'
  const bothNamed = change.before !== undefined && change.after !== undefined
  return bothNamed && !isSamePerson(change.before, change.after) ? 'left' : 'renewed'
}

const LONGEST_NOTE = 200

// 密码：abc, 口令为…, pwd=…: a secret that slipped into a sentence; and 新密码 Abc12345, 密码已改成Hu2026x, where nothing but what
// follows tells: letters with a digit, or six digits that are no day. 密码已于10月8日更换 and 密码 2026-10-08更换 are none.
const NAMED = '(密码|口令|验证码|passw(or)?d|pwd)'
const SECRETS = [
  `${NAMED}\\s*(是|为|改为|更换为|[:=])\\s*[!-~]{3,}`,
  `${NAMED}([\\s是为:=“"'(「]|已|现|新的|[改换设]成|设置?为|更换[成为])*((?=[!-~]*[a-z])(?=[!-~]*\\d)[!-~]{6,}|(?!20\\d{6}(?!\\d))\\d{6,})`,
].map((pattern) => new RegExp(pattern, 'i'))

/** True when a text seems to give a password away; the platform keeps none. */
export const givesSecretAway = (text: string): boolean => SECRETS.some((one) => one.test(text.normalize('NFKC')))

/** Refuses `handover.secret-in-note` before any of these texts is kept: what the trail has once, it has for ever. */
export function refuseSecrets(texts: readonly string[]): void {
  if (texts.some(givesSecretAway)) throw refuse('handover.secret-in-note')
}

type ItemFault = { at: 'answer' | 'note' | 'on'; wanted: string }

/** What stands in the way of signing one matter, and at which of its fields; undefined: nothing. */
function faultOf(item: ChecklistItem, given: ItemAnswer | undefined, today: CivilDate): ItemFault | undefined {
  const { answer = null, note = '', on = '' } = given ?? {}
  if (answer === null) return { at: 'answer', wanted: '请选择“是”“否”或“未涉及”' }
  if (note.length > LONGEST_NOTE) return { at: 'note', wanted: `说明不超过${LONGEST_NOTE}个字` }
  if (answer === 'no' && item.mustBeDone) return { at: 'answer', wanted: '尚未办理，办理后再签字' }
  if (answer !== 'yes' && note.trim() === '') return { at: 'note', wanted: '请写明情况' }
  const wanted = item.asksDay && answer === 'yes' ? dayFault(on, today) : undefined
  return wanted === undefined ? undefined : { at: 'on', wanted }
}

function dayFault(on: string, today: CivilDate): string | undefined {
  if (!isCivilDate(on)) return '请填写更换日期'
  return on > today ? `更换日期${formatDayZh(on)}晚于今天，请按实际日期填写` : undefined
}

/** One fault of a handover: which field, where in a matter of the checklist, how it is called, what is wanted. */
export type HandoverFault = { field: string; at?: ItemFault['at']; label: string; wanted: string }

type Judged = Pick<
  Handover,
  'checklist' | 'answers' | 'signing' | 'absenceReason' | 'witnessPersonId' | 'incomingPersonId'
>

/** Everything that stands in the way of signing, in the order of the sheet. */
export function faultsOf(handover: Judged, today: CivilDate): HandoverFault[] {
  const items = checklistOf(handover.checklist).items.flatMap((item) => {
    const fault = faultOf(item, handover.answers[item.key], today)
    return fault ? [{ field: item.key, label: item.label, ...fault }] : []
  })
  const witnessed = handover.signing === 'witnessed'
  return [
    ...(handover.incomingPersonId ? [] : [{ field: 'incoming', label: '接收人', wanted: '请填写姓名' }]),
    ...items,
    ...(witnessed && !handover.witnessPersonId ? [{ field: 'witness', label: '监交人', wanted: '请填写姓名' }] : []),
    ...(witnessed && !handover.absenceReason?.trim()
      ? [{ field: 'absenceReason', label: '移交人不能签字的原因', wanted: '请填写' }]
      : []),
  ]
}

/**
 * Rulebook F-14 `credentialsNotRotated`, turned round: changed on a day that has come, or none were held and the sheet says
 * why. A draft that nobody signed settles nothing: only what was handed in counts.
 */
export function passwordsSettled({ state, answers }: Pick<Handover, 'state' | 'answers'>, today: CivilDate): boolean {
  const { passwords } = answers
  if (!passwords || !handedInStates.includes(state)) return false
  if (passwords.answer === 'yes') return dayFault(passwords.on, today) === undefined
  return passwords.answer === 'na' && passwords.note.trim() !== ''
}

/** Late from the first moment after the last day that counts, until it is confirmed. */
export const isOverdue = ({ state, due }: Pick<Handover, 'state' | 'due'>, now: Instant): boolean =>
  !endedStates.includes(state) && minutesLate(due, now) > 0

/** Both signatures, or the receiver's with that of a 监交人 where the sheet says so. */
export const signaturesSuffice = (signing: Signing, { outgoing, incoming, witness }: Signatures): boolean =>
  incoming && (signing === 'both' ? outgoing : witness)
