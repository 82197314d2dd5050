import { instantFromLocal } from '../../calendar/index.ts'
import { may, unitChoices } from '../../access/index.ts'
import { isUuid } from '../../database/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { refusalOf, render, typedValues, type WebContext } from '../../web/index.ts'
import { classes, type Gate, gates, type Office, officeLabels } from '../gates/model.ts'
import { classOf, planOf } from '../gates/rules.ts'
import { rulesInForce } from '../gates/rules-in-force.ts'
import { earlierWords } from '../lexicons/earlier.ts'
import { openAdoption } from './adoption.ts'
import { checkAttachments } from './attached/check-attachments.ts'
import { checkWordsOf, type WordsCheck, wordsOf } from './check-words.ts'
import { type Desk, deskOf, manuscriptOf } from './desk.ts'
import { withAlike } from './earlier-reasons.ts'
import { askLinks, linkAnswers } from './links/ask-links.ts'
import { addressesOf } from './links/rules.ts'
import { JOINT, lastSubmission } from './last-submission.ts'
import { allowedActions } from './model.ts'
import { ignoreFinding } from '../lexicons/verbs/decide-finding.ts'
import { linksOf } from './rich-text/plain.ts'
import { readVersion } from './queries.ts'
import { roundBefore, type SinceReturned, sinceReturned } from './since-returned.ts'
import { ReviewPage } from './pages/review.tsx'
import { SubmitPage } from './pages/submit.tsx'
import { type GateWord, signGates } from './verbs/sign-gates.ts'
import { submitManuscript } from './verbs/submit.ts'

type Values = Readonly<Record<string, string>>
type Refused = { values: Values; message: string; status: number }

export async function submitPage(c: WebContext, refused?: Refused): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const desk = await deskOf(c)
  const { manuscript, text } = desk
  if (!allowedActions(manuscript.state).includes('submit')) return c.redirect(`/manuscripts/${manuscript.id}`, 303)
  const { rules, words } = await rulesInForce(deps.db, districtId, deps.clock.today())
  const found = classOf(text, words)
  const adoption = await openAdoption(deps.db, districtId, manuscript.unitId)
  const plan = planOf({
    rule: rules[found.class],
    unitLevels: adoption?.levels ?? 1,
    isUrgent: false,
    isMajor: false,
    jointUnits: [],
    offices: [],
  })
  const units = (await unitChoices(deps.db, districtId)).filter(({ id }) => id !== manuscript.unitId)
  const check = await checkedDesk(c, desk)
  const body = (
    <SubmitPage
      csrf={session.csrf}
      desk={desk}
      found={found}
      check={check}
      earlier={await earlierWords(c, check.findings)}
      plan={plan}
      units={units}
      mayIgnore={may(actor, 'texts.decide', { districtId, unitId: manuscript.unitId })}
      values={refused?.values ?? lastSubmission(desk, found.class)}
      problem={refused?.message}
    />
  )
  const meta = { title: `送审　${manuscript.title}`, current: '/manuscripts', islands: ['unsaved'] } as const
  return render(c, body, meta, refused?.status ?? 200)
}

/** The version that is to be submitted, as it is checked now, with what is known of its links. */
async function checkedDesk(c: WebContext, { manuscript: { id, unitId }, text, files }: Desk): Promise<WordsCheck> {
  const { deps, session } = c.var
  const answers = await linkAnswers(deps.db, session.districtId, id)
  const check = await checkWordsOf(deps, session.districtId)(wordsOf(text, { unitId, answers }))
  const attached = await checkAttachments(deps, { districtId: session.districtId, unitId, files })
  return {
    ...check,
    findings: [...check.findings, ...attached.findings],
    notChecked: [...check.notChecked, ...attached.notChecked],
  }
}

/** Asks for the links of the version that is to be submitted. */
async function askDesk(c: WebContext, sender: Sender, olderThanMs?: number): Promise<void> {
  const { deps, actor, session } = c.var
  const { manuscript, text } = await deskOf(c)
  if (!allowedActions(manuscript.state).includes('submit')) return
  const addresses = addressesOf(text.plain, linksOf(text.body)).map(({ address }) => address)
  const which = { districtId: session.districtId, manuscriptId: manuscript.id }
  await askLinks(deps, actor, sender, { ...which, addresses, ...(olderThanMs !== undefined && { olderThanMs }) })
}

/** 检查网址能否打开, from the page of 送审. */
export async function submitLinksForm(c: WebContext, sender: Sender): Promise<Response> {
  const { id } = await manuscriptOf(c)
  await askDesk(c, sender)
  return c.redirect(`/manuscripts/${id}/submit`, 303)
}

// What was looked at within the hour is not asked for again.
const ASKED_LATELY_MS = 60 * 60_000

export async function submitForm(c: WebContext, sender: Sender): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { id } = await manuscriptOf(c)
  const values = await typedValues(c)
  try {
    const isUrgent = (values['urgentSince'] ?? '') !== '' || (values['urgentReason'] ?? '') !== ''
    const urgentSince = instantFromLocal(values['urgentSince'] ?? '')
    if (isUrgent && !urgentSince) throw refuse('manuscript.urgent-unsaid')
    await askDesk(c, sender, ASKED_LATELY_MS)
    await submitManuscript(
      deps,
      actor,
      {
        districtId,
        manuscriptId: id,
        version: Number(values['version']),
        textNumber: Number(values['textNumber']),
        class: classes.find((one) => one === values['class']),
        classReason: values['classReason'],
        isMajor: values['isMajor'] === 'yes',
        urgentSince,
        urgentReason: values['urgentReason'],
        jointUnitIds: [...new Set(JOINT.map((name) => values[name] ?? ''))].filter(isUuid),
        offices: (Object.keys(officeLabels) as Office[]).filter((one) => values[`office-${one}`] === 'yes'),
        plannedAt: instantFromLocal(values['plannedAt'] ?? ''),
      },
      checkWordsOf(deps, districtId),
    )
  } catch (thrown) {
    const { message, status } = refusalOf(thrown)
    return submitPage(c, { values, message, status })
  }
  return c.redirect(`/manuscripts/${id}`, 303)
}

/** 忽略 a false alarm for the unit, from the page on which it stands in the way. */
export async function ignoreForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const desk = await deskOf(c)
  const { id, unitId } = desk.manuscript
  const values = await typedValues(c)
  try {
    const { findings } = await checkedDesk(c, desk)
    const finding = findings.find(({ rule, observed }) => rule === values['rule'] && observed === values['observed'])
    if (!finding) throw refuse('text.finding-gone')
    await ignoreFinding(deps, actor, { districtId, unitId, finding, reason: values['reason'] ?? '' })
  } catch (thrown) {
    const { message, status } = refusalOf(thrown)
    return submitPage(c, { values: {}, message, status })
  }
  return c.redirect(`/manuscripts/${id}/submit`, 303)
}

export async function reviewPage(c: WebContext, refused?: Refused): Promise<Response> {
  const desk = await deskOf(c)
  if (desk.manuscript.state !== 'review') return c.redirect(`/manuscripts/${desk.manuscript.id}`, 303)
  const earlier = await earlierWords(c, desk.rounds.at(-1)?.findings ?? [])
  const told = { values: refused?.values ?? {}, problem: refused?.message }
  const body = <ReviewPage c={c} desk={desk} earlier={earlier} since={await sinceBefore(c, desk)} {...told} />
  const meta = { title: `审核　${desk.manuscript.title}`, current: '/manuscripts', islands: ['unsaved'] } as const
  return render(c, body, meta, refused?.status ?? 200)
}

/** What a person who reviews a text again is told of the round before. */
async function sinceBefore({ var: { deps, session } }: WebContext, desk: Desk): Promise<SinceReturned | undefined> {
  const { manuscript, text, mine } = desk
  const known = roundBefore(desk, mine)
  const from = known && (await readVersion(deps.db, session.districtId, manuscript.id, known.before.textNumber))
  return known && from && sinceReturned(known, from, text)
}

export async function reviewForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { manuscript, rounds } = await deskOf(c)
  const { id } = manuscript
  const values = await typedValues(c)
  const meant = withAlike(values, rounds.at(-1)?.findings ?? [])
  try {
    await signGates(deps, actor, {
      districtId: session.districtId,
      manuscriptId: id,
      version: Number(values['version']),
      step: Number(values['step']),
      gates: gates.flatMap((gate) => wordOn(gate, values)),
      confirmed: Object.entries(meant).flatMap(([name, reason]) =>
        name.startsWith('confirm-') ? [{ finding: Number(name.slice('confirm-'.length)), reason }] : [],
      ),
    })
  } catch (thrown) {
    const { message, status } = refusalOf(thrown)
    return reviewPage(c, { values, message, status })
  }
  return c.redirect(`/manuscripts/${id}`, 303)
}

function wordOn(gate: Gate, values: Values): GateWord[] {
  const outcome = values[`gate-${gate}`]
  return outcome === 'pass' || outcome === 'fail' ? [{ gate, outcome, opinion: values[`opinion-${gate}`] }] : []
}
