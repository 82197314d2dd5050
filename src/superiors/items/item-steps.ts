import { type Actor, type Deps, findDistrict, keepWords, refuseMaker } from '../../access/index.ts'
import { type Instant, lateWords } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { readUnits, survivingUnit } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { LetterContent, Sections } from '../letter/content.ts'
import { knownFacts } from '../letter/facts.ts'
import { unboundNumbers } from '../letter/numbers.ts'
import { momentZh, openingOf, resultOf } from '../letter/paper.ts'
import { insertLetter, lettersOf } from '../letter/queries.ts'
import { type Item, lineMost, type Part } from '../model.ts'
import { isLetterNumberTaken, namedIn, partsOf, stepsOf } from '../queries.ts'
import { minutesPast } from '../schedule.ts'
import { actOnItem, type ItemInput, requireWords, type Said } from './act.ts'

/** What the office does with an item as a whole. */

/** 分办到单位. Refuses `superior.unit-gone` where a unit was merged away since the item was entered. */
export const distributeItem = (deps: Deps, actor: Actor, input: ItemInput) =>
  actOnItem(deps, actor, input, 'distribute', async (tx, item) => {
    const byId = new Map((await readUnits(tx, input.districtId)).map((unit) => [unit.id, unit]))
    for (const { unitId } of await partsOf(tx, input.districtId, item.id)) {
      const unit = byId.get(unitId)!
      if (unit.state === 'active') continue
      const heir = survivingUnit(unit, byId)
      throw refuse('superior.unit-gone', { unit: unit.name, heir: heir.id === unit.id ? null : heir.name })
    }
    return { facts: lateFacts(item.schedule.distribute, deps) }
  })

/**
 * 汇总核对: the answers are collected and the 反馈函 is generated. A unit whose answer isn't there or isn't checked stands
 * in it as such, and the reason is written. Refuses `superior.answers-missing`.
 */
export const compileItem = (deps: Deps, actor: Actor, input: ItemInput & Said) =>
  actOnItem(deps, actor, input, 'compile', async (tx, item) => {
    const parts = await partsOf(tx, input.districtId, item.id)
    const missing = parts.filter(({ state }) => state !== 'accepted')
    if (missing.length > 0 && !input.note?.trim())
      throw refuse('superior.answers-missing', { units: missing.map(({ unitName }) => unitName).join('、') })
    const content = await compiledLetter(tx, deps, input.districtId, item, parts)
    const [newest] = await lettersOf(tx, input.districtId, item.id)
    // What the office wrote before it was sent back stays written.
    if (newest) {
      const { sections, ownSource, answers, facts } = newest.content
      const { result } = sections.result === resultOf(answers, facts) ? content.sections : sections
      content.sections = { ...sections, result }
      content.ownSource = ownSource
    }
    const letter = await insertLetter(tx, letterOf(deps, actor, input, content))
    return {
      facts: {
        letter,
        ...(missing.length > 0 && { missing: missing.map(({ unitName }) => unitName) }),
        ...lateFacts(item.schedule.compile, deps),
      },
    }
  })

/** 修改反馈函: the office's own sections; every number in them stands in what the letter rests on, or has its source written. */
export const editLetter = (
  deps: Deps,
  actor: Actor,
  input: ItemInput & { letter: number; sections: Sections; ownSource: string },
) =>
  actOnItem(deps, actor, input, 'edit', async (tx, item) => {
    const [newest] = await lettersOf(tx, input.districtId, item.id)
    if (newest?.version !== input.letter) throw refuse('record.changed-meanwhile', { what: '反馈函' })
    const { sections, ownSource: _own, ...rest } = newest.content
    const written = { ...sections, ...trimmed(input.sections) }
    if (Object.values(written).some((text) => text === ''))
      throw refuse('superior.not-complete', { what: '反馈函各段' })
    const ownSource = input.ownSource.trim()
    const content = { ...rest, sections: written, ownSource }
    requireBound(content)
    return { facts: { letter: await insertLetter(tx, letterOf(deps, actor, input, content)) } }
  })

/** 退回重新汇总, with the reason: answers may be taken again. Refuses `superior.words-required`. */
export const reworkItem = (deps: Deps, actor: Actor, input: ItemInput & Said) => {
  return actOnItem(deps, actor, input, 'rework', () => {
    requireWords(input, '退回重新汇总')
    return Promise.resolve({})
  })
}

/**
 * 审签: somebody else than who compiled or edited the letter signs it; its number and day are fixed from here on. Refuses
 * `access.maker-is-checker`, `superior.number-unreadable`, `superior.number-taken`, `superior.number-without-source`.
 */
export const signItem = (deps: Deps, actor: Actor, input: ItemInput & { number: string }) =>
  actOnItem(deps, actor, input, 'sign', async (tx, item) => {
    const letters = await lettersOf(tx, input.districtId, item.id)
    for (const { madeBy } of letters) refuseMaker(actor, madeBy)
    const number = input.number.trim()
    const year = /^\p{Script=Han}+〔(\d{4})〕[1-9]\d*号$/u.exec(number)?.[1]
    if (year !== deps.clock.today().slice(0, 4))
      throw refuse('superior.number-unreadable', { found: number, year: deps.clock.today().slice(0, 4) })
    if (await isLetterNumberTaken(tx, input.districtId, number)) throw refuse('superior.number-taken', { number })
    // Sections that were written before an answer changed rest on what was answered then.
    requireBound(letters[0]!.content)
    const content: LetterContent = {
      ...letters[0]!.content,
      number,
      signedOn: deps.clock.today(),
      lateBy: minutesPast(item.dueAt, deps.clock.now()),
    }
    const letter = await insertLetter(tx, letterOf(deps, actor, input, content))
    return {
      set: { letter_number: number },
      facts: { letter, letterNumber: number, ...lateFacts(item.schedule.sign, deps) },
    }
  })

/** 登记报送: when it went and how, with its receipt where there is one. Late is told. Refuses `superior.sent-*`. */
export const sendItem = (deps: Deps, actor: Actor, input: ItemInput & Said & { sentAt: Instant; how: string }) =>
  actOnItem(deps, actor, input, 'send', async (tx, item) => {
    const how = input.how.trim()
    if (how === '') throw refuse('superior.not-complete', { what: '报送方式' })
    if (how.length > lineMost) throw refuse('superior.too-long', { what: '报送方式', most: lineMost })
    if (input.sentAt > deps.clock.now()) throw refuse('superior.sent-in-future', { at: momentZh(input.sentAt) })
    if (input.sentAt < item.receivedAt)
      throw refuse('superior.sent-before-receipt', {
        at: momentZh(input.sentAt),
        received: momentZh(item.receivedAt),
      })
    const { steps } = await stepsOf(tx, input.districtId, item.id)
    const signedAt = steps.findLast(({ action }) => action === 'sign')?.at
    // What was entered after its hour went out before it came in here.
    if (signedAt && !item.enteredLate && Date.parse(input.sentAt) + 60_000 <= Date.parse(signedAt))
      throw refuse('superior.sent-before-signed', { at: momentZh(input.sentAt), signed: momentZh(signedAt) })
    const late = minutesPast(item.dueAt, input.sentAt)
    return {
      set: { sent_at: input.sentAt, sent_how: how },
      facts: { sentAt: input.sentAt, how: await keepWords(tx, deps, input.districtId, how), late: lateWords(late) },
    }
  })

/** 撤销: the superior took it back, or it was entered by mistake; with the reason. */
export const withdrawItem = (deps: Deps, actor: Actor, input: ItemInput & Said) =>
  actOnItem(deps, actor, input, 'withdraw', () => {
    requireWords(input, '撤销')
    return Promise.resolve({})
  })

const lateFacts = (latest: Instant, { clock }: Pick<Deps, 'clock'>) => ({
  late: lateWords(minutesPast(latest, clock.now())),
})

function requireBound({ sections, ownSource, ...rest }: LetterContent): void {
  const unbound = ownSource === '' ? unboundNumbers(sections, rest) : []
  if (unbound.length > 0) throw refuse('superior.number-without-source', { numbers: unbound.join('、') })
}

const trimmed = (sections: Sections): Sections => ({
  opening: sections.opening.trim(),
  result: sections.result.trim(),
  next: sections.next.trim(),
})

const letterOf = (deps: Deps, actor: Actor, { districtId, itemId }: ItemInput, content: LetterContent) => ({
  districtId,
  itemId,
  content,
  madeBy: actor.id,
  madeAt: deps.clock.now(),
})

async function compiledLetter(
  tx: Tx,
  deps: Deps,
  districtId: string,
  item: Item,
  parts: readonly Part[],
): Promise<LetterContent> {
  const { officeName } = await findDistrict(tx, districtId)
  const named = await namedIn(tx, districtId, item.id)
  const now = deps.clock.now()
  const { channel, channelName, receivedAt, dueAt, title } = item
  const answers = parts.map(({ unitId, unitName, state, answer, answeredAt, forUnit }) => ({
    unitName,
    asked: named.filter((one) => one.unitId === unitId).map(({ note }) => note),
    // Only what was checked speaks for the unit.
    answer: state === 'accepted' ? answer : null,
    answeredAt: state === 'accepted' ? answeredAt : null,
    forUnit,
    state,
  }))
  const facts = await knownFacts(deps.db, districtId, named, { today: deps.clock.today(), now })
  return {
    office: officeName,
    addressee: item.issuer,
    title,
    asked: item.asked,
    channel,
    channelName,
    receivedAt,
    dueAt,
    sections: {
      opening: openingOf(item),
      result: resultOf(answers, facts),
      next: '我们将督促有关单位落实到位，有新的情况及时报告。',
    },
    ownSource: '',
    answers,
    facts,
    compiledAt: now,
    signedOn: null,
    number: null,
    lateBy: 0,
  }
}
