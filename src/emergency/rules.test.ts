import { describe, expect, it } from 'vitest'
import { type Instant, instantFromLocal } from '../calendar/index.ts'
import { type Action, type Kind, kinds, type State } from './model.ts'
import {
  allowedActions,
  byNextClock,
  clockRules,
  clocksOf,
  nextClock,
  owedSteps,
  procedures,
  stateAfter,
} from './rules.ts'

const at = (time: string): Instant => instantFromLocal(`2026-10-09 ${time}`)!

/** Takes steps one after the other, as the table leads. */
function walk(kind: Kind, ...actions: Action[]): State[] {
  const done: Action[] = []
  let state: State = 'reported'
  return actions.map((action) => {
    state = stateAfter({ kind, state, done }, action)
    done.push(action)
    return state
  })
}

describe('the course of a case', () => {
  it('of an impostor is that of C8: reported, verified, requested, transferred, removed, closed', () => {
    expect(walk('impostor', 'preserve', 'verify', 'request', 'transfer', 'remove', 'conclude', 'close')).toEqual([
      'reported',
      'verified-fake',
      'takedown-requested',
      'transferred',
      'removed',
      'concluded',
      'closed',
    ])
  })

  it.each<[Kind, Action[], State]>([
    ['content', ['fix', 'call', 'answer'], 'fixed'],
    ['content', ['transfer'], 'reported'],
    ['stolen', ['request', 'call', 'transfer'], 'transferred'],
    ['secret', ['transfer', 'call'], 'transferred'],
    ['grave-event', ['brief', 'publish'], 'briefed'],
    ['opinion', ['respond', 'amend'], 'responded'],
    // A step after a conclusion asks for another one; what is only added doesn't.
    ['content', ['call', 'conclude', 'fix'], 'fixed'],
    ['content', ['call', 'conclude', 'amend', 'link'], 'concluded'],
  ])('of %s takes steps as they happen, and stands where it got furthest: %j', (kind, actions, state) => {
    expect(walk(kind, ...actions).at(-1)).toBe(state)
  })

  it.each<[string, Kind, State, Action[], Action]>([
    ['an answer to no call', 'content', 'reported', [], 'answer'],
    ['a takedown of what nobody verified', 'impostor', 'reported', [], 'request'],
    ['a second verification', 'impostor', 'verified-fake', ['verify'], 'verify'],
    ['closing without a conclusion', 'content', 'fixed', ['call', 'fix'], 'close'],
    ['a step after closing', 'content', 'closed', ['call'], 'call'],
    ['a conclusion after closing', 'content', 'closed', ['call'], 'conclude'],
    ['a step of another kind', 'opinion', 'reported', [], 'publish'],
    ['a link of an event with a finding', 'opinion', 'reported', [], 'link'],
  ])('refuses %s', (_what, kind, state, done, action) => {
    expect(() => stateAfter({ kind, state, done }, action)).toThrow(
      expect.objectContaining({ code: 'emergency.action-not-allowed' }),
    )
  })

  it('leads every kind to its end by what it owes, and afterwards only adds', () => {
    for (const kind of kinds) {
      const done: Action[] = []
      let state: State = 'reported'
      for (;;) {
        const next = owedSteps({ kind, done }).find((action) => allowedActions({ kind, state, done }).includes(action))
        if (!next) break
        state = stateAfter({ kind, state, done }, next)
        done.push(next)
      }
      expect(owedSteps({ kind, done }), kind).toEqual([])
      expect(done, kind).toEqual(procedures[kind].flatMap(({ action, owed }) => (owed ? [action] : [])))
      expect(allowedActions({ kind, state: 'closed', done })).toEqual(['amend'])
    }
  })
})

describe('clocks', () => {
  const step = (action: Action, time: string, due?: string) => ({ action, at: at(time), dueAt: due ? at(due) : null })
  const facts = (kind: Kind, steps: ReturnType<typeof step>[], state: State = 'reported') => ({
    kind,
    state,
    startedAt: at('09:00'),
    steps,
  })
  const told = (kind: Kind, steps: ReturnType<typeof step>[], now: string, state?: State) =>
    clocksOf(facts(kind, steps, state), instantFromLocal(now)!).map(({ label, standing, minutes }) => [
      label,
      standing,
      minutes,
    ])

  it.each<[string, ReturnType<typeof step>[], string, unknown[]]>([
    [
      'not called yet',
      [],
      '2026-10-09 09:07',
      [
        ['电话风险提示', 'now', 7],
        ['删除或更正', 'waiting', 0],
      ],
    ],
    [
      'called: as it was demanded',
      [step('call', '09:10', '11:10')],
      '2026-10-09 10:40',
      [
        ['电话风险提示', 'done', 10],
        ['删除或更正', 'running', 30],
      ],
    ],
    [
      'the last minute still counts',
      [step('call', '09:10', '11:10')],
      '2026-10-09 11:10',
      [
        ['电话风险提示', 'done', 10],
        ['删除或更正', 'running', 0],
      ],
    ],
    [
      'the next minute is one too late',
      [step('call', '09:10', '11:10')],
      '2026-10-09 11:11',
      [
        ['电话风险提示', 'done', 10],
        ['删除或更正', 'overdue', 1],
      ],
    ],
    [
      'done in time',
      [step('call', '09:10', '11:10'), step('fix', '11:10')],
      '2026-10-12 09:00',
      [
        ['电话风险提示', 'done', 10],
        ['删除或更正', 'met', 0],
      ],
    ],
    [
      'done late, by how much',
      [step('call', '09:10', '11:10'), step('fix', '12:25')],
      '2026-10-12 09:00',
      [
        ['电话风险提示', 'done', 10],
        ['删除或更正', 'late', 75],
      ],
    ],
    [
      'a second call puts nothing off, and the first deletion counts',
      [step('fix', '12:00'), step('call', '10:00', '14:00'), step('call', '09:10', '11:10'), step('fix', '11:00')],
      '2026-10-12 09:00',
      [
        ['电话风险提示', 'done', 10],
        ['删除或更正', 'met', 0],
      ],
    ],
  ])('of severe content: %s', (_what, steps, now, clocks) => {
    expect(told('content', steps, now)).toEqual(clocks)
  })

  it('of an event run 5, 24 and 48 hours by nature, over nights and days of rest', () => {
    expect(told('grave-event', [], '2026-10-09 13:59')).toEqual([
      ['发布权威信息', 'running', 1],
      ['举行新闻发布会', 'running', 1141],
    ])
    expect(told('grave-event', [step('publish', '14:00')], '2026-10-10 09:01')).toEqual([
      ['发布权威信息', 'met', 0],
      ['举行新闻发布会', 'overdue', 1],
    ])
    // 10 and 11 October are a Saturday and a Sunday.
    expect(told('opinion', [], '2026-10-11 09:00')).toEqual([['回应', 'running', 0]])
    expect(told('opinion', [], '2026-10-11 09:02')).toEqual([['回应', 'overdue', 2]])
  })

  it('stand still once a case was concluded without the step, so that its report says that it has a reason', () => {
    for (const state of ['concluded', 'closed'] as const)
      expect(told('opinion', [], '2026-11-01 09:00', state)).toEqual([['回应', 'waived', 0]])
  })

  it('each name the paper that gives the number, or say that none does', () => {
    for (const kind of kinds)
      for (const { source, hours } of clockRules[kind])
        expect(source).toMatch(hours === null ? /未规定小时数/ : hours === 'demanded' ? /风险提示时要求/ : /〔2016〕/)
  })

  it('put the case first whose clock runs out first, and what is to be done at once before it', () => {
    const now = at('10:00')
    const urgent = facts('impostor', [])
    const soon = facts('content', [step('call', '09:10', '11:10')])
    const later = facts('grave-event', [])
    const over = facts('content', [step('call', '09:10', '11:10'), step('fix', '09:30')])
    expect(byNextClock([over, later, soon, urgent], now)).toEqual([urgent, soon, later, over])
    expect(nextClock(clocksOf(over, now))).toBeUndefined()
    expect(nextClock(clocksOf(later, now))?.label).toBe('发布权威信息')
  })
})

it('a call that is entered afterwards, as if it had come first, doesn’t put off what was demanded', () => {
  const calls = [
    { action: 'call' as const, at: at('10:00'), dueAt: at('12:00') },
    { action: 'call' as const, at: at('09:50'), dueAt: at('14:00') },
  ]
  const of = (steps: typeof calls) =>
    clocksOf({ kind: 'content', state: 'called', startedAt: at('09:00'), steps }, at('13:00')).at(-1)
  expect(of(calls)).toMatchObject({ startsAt: at('09:50'), dueAt: at('12:00'), standing: 'overdue' })
  expect(of([calls[0]!, { ...calls[1]!, dueAt: at('11:00') }])).toMatchObject({ dueAt: at('11:00') })
})
