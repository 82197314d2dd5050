import { describe, expect, it } from 'vitest'
import { civilDate, instant } from '../../calendar/index.ts'
import { currentChecklist } from './checklist.ts'
import {
  type ChecklistAnswers,
  type HandoverAction,
  handoverActionLabels,
  type HandoverState,
  handoverStates,
  type ItemAnswer,
  nextHandoverState,
} from './model.ts'
import {
  changeOfHolder,
  faultsOf,
  givesSecretAway,
  handoverAfter,
  isOverdue,
  passwordsSettled,
  signaturesSuffice,
} from './rules.ts'

const today = civilDate('2026-10-12')
const said = (answer: ItemAnswer['answer'], note = '', on = ''): ItemAnswer => ({ answer, note, on })
const whole: ChecklistAnswers = {
  tasks: said('yes'),
  phone: said('na', '绑定单位公用号码'),
  binding: said('yes'),
  passwords: said('yes', '', '2026-10-12'),
  materials: said('no', '授权书待补'),
}
const sheet = {
  checklist: currentChecklist.id,
  answers: whole,
  signing: 'both',
  absenceReason: null,
  witnessPersonId: null,
  incomingPersonId: 'p2',
} as const

describe('who changed', () => {
  it.each([
    ['another name after it', '许静言', '陆知行', true, 'left'],
    ['nobody after it', '许静言', undefined, false, 'left'],
    ['the same name with another number', '许静言', '许静言', true, 'renewed'],
    ['the same name, written with a space', '许 静言', '许静言', true, 'renewed'],
    ['no name before: unknown is never a fault', undefined, '陆知行', true, 'renewed'],
    ['no name after', '许静言', undefined, true, 'renewed'],
  ])('%s: %s -> %s', (_what, before, after, held, expected) => {
    expect(changeOfHolder({ before, after, held })).toBe(expected)
  })
})

describe('the checklist', () => {
  it('is whole when every matter is answered, with words where it is not a plain 是', () => {
    expect(faultsOf(sheet, today)).toEqual([])
  })

  it.each<[string, Partial<ChecklistAnswers>, string]>([
    ['a matter without an answer', { tasks: said(null) }, 'tasks'],
    ['否 without a word', { tasks: said('no') }, 'tasks'],
    ['未涉及 without a word', { phone: said('na') }, 'phone'],
    ['a number that was not changed', { phone: said('no', '尚未办理') }, 'phone'],
    ['a binding that was not changed', { binding: said('no', '尚未办理') }, 'binding'],
    ['passwords that were not changed', { passwords: said('no', '尚未更换') }, 'passwords'],
    ['passwords changed on no day', { passwords: said('yes') }, 'passwords'],
    ['passwords changed tomorrow', { passwords: said('yes', '', '2026-10-13') }, 'passwords'],
    ['a remark longer than it is asked', { materials: said('no', '待'.repeat(201)) }, 'materials'],
  ])('is not signed with %s', (_what, over, field) => {
    const answers = { ...whole, ...over } as ChecklistAnswers
    expect(faultsOf({ ...sheet, answers }, today).map((fault) => fault.field)).toEqual([field])
  })

  it('names who receives, and with a 监交人 both the person and the reason', () => {
    const fields = (over: object) => faultsOf({ ...sheet, ...over }, today).map(({ field }) => field)
    expect(fields({ incomingPersonId: null })).toEqual(['incoming'])
    expect(fields({ signing: 'witnessed' })).toEqual(['witness', 'absenceReason'])
    expect(fields({ signing: 'witnessed', witnessPersonId: 'p3', absenceReason: '已调离' })).toEqual([])
  })
})

describe('F-14 credentialsNotRotated (国办发〔2018〕123号四（三）)', () => {
  it.each<[string, ItemAnswer | undefined, boolean]>([
    ['nothing recorded', undefined, false],
    ['not answered', said(null), false],
    ['changed today', said('yes', '', '2026-10-12'), true],
    ['changed on a day to come', said('yes', '', '2026-10-13'), false],
    ['changed on no day', said('yes'), false],
    ['not changed', said('no', '找不到密码'), false],
    ['no password held, and said so', said('na', '分管领导不掌握账号密码'), true],
    ['no password held, without a word', said('na', ' '), false],
  ])('%s: settled %s', (_what, passwords, settled) => {
    expect(passwordsSettled({ state: 'submitted', answers: passwords ? { passwords } : {} }, today)).toBe(settled)
  })

  it.each<[HandoverState, boolean]>([
    ['proposed', false],
    ['drafting', false],
    ['signing', false],
    ['returned', false],
    ['submitted', true],
    ['confirmed', true],
  ])('a sheet that is %s and says that no password was held settles passwords: %s', (state, settled) => {
    const answers = { passwords: said('na', '不掌握') }
    expect(passwordsSettled({ state, answers }, today)).toBe(settled)
  })

  it.each<[string, HandoverState, boolean]>([
    ['2026-10-19T15:59:59.000Z', 'drafting', false],
    ['2026-10-19T16:00:00.000Z', 'drafting', true],
    ['2026-10-19T16:00:00.000Z', 'submitted', true],
    ['2026-10-19T16:00:00.000Z', 'confirmed', false],
    ['2026-10-19T16:00:00.000Z', 'dismissed', false],
  ])('at %s one that is %s is overdue: %s', (now, state, late) => {
    expect(isOverdue({ state, due: instant('2026-10-19T16:00:00.000Z') }, instant(now))).toBe(late)
  })
})

describe('signatures', () => {
  it.each([
    ['both', { outgoing: true, incoming: true, witness: false }, true],
    ['both', { outgoing: false, incoming: true, witness: true }, false],
    ['both', { outgoing: true, incoming: false, witness: false }, false],
    ['witnessed', { outgoing: false, incoming: true, witness: true }, true],
    ['witnessed', { outgoing: true, incoming: true, witness: false }, false],
    ['witnessed', { outgoing: false, incoming: false, witness: true }, false],
  ] as const)('%s with %o suffices: %s', (signing, signed, enough) => {
    expect(signaturesSuffice(signing, signed)).toBe(enough)
  })
})

describe('a password', () => {
  it.each([
    ['密码：Abc12345', true],
    ['新密码是 hu-nan2026', true],
    ['新密码 Abc12345', true],
    ['新密码Ａｂｃ１２３４５', true],
    ['密码已改成 Hu2026x', true],
    ['密码（Hu2026x）', true],
    ['验证码 382910', true],
    ['密码 2026-10-08 更换', false],
    ['密码20261008更换', false],
    ['密码 已更换，QQ 邮箱未变', false],
    ['口令改为qwerty', true],
    ['PWD=123456', true],
    ['验证码: 884213', true],
    ['密码已于10月8日更换', false],
    ['密码由接收人自行设定', false],
    ['初始密码：见密封信封', false],
    ['password changed', false],
  ])('“%s” gives one away: %s', (text, gives) => {
    expect(givesSecretAway(text)).toBe(gives)
  })
})

const stepFrom = (state: HandoverState, action: HandoverAction) => {
  try {
    return handoverAfter(state, action)
  } catch (error) {
    return (error as { code: string }).code
  }
}

it.each(handoverStates.flatMap((state) => Object.keys(handoverActionLabels).map((action) => [state, action] as const)))(
  'from %s the step %s goes where the table says, or is refused',
  (state, name) => {
    const action = name as HandoverAction
    expect(stepFrom(state, action)).toBe(nextHandoverState[state][action] ?? 'handover.action-not-allowed')
  },
)
