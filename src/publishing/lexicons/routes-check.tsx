import { may, openWords } from '../../access/index.ts'
import { refuseMarkedForm } from '../../files/index.ts'
import { type TextCheck, writtenAddresses } from '../../textcheck/index.ts'
import { type Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { formatDayZh, dayOf } from '../../calendar/index.ts'
import { refusalOf, render, typedValues, type WebContext } from '../../web/index.ts'
import { checkForDistrict } from './district-check.ts'
import { earlierWords } from './earlier.ts'
import { CheckPage } from './pages/check.tsx'
import { decisionsInForce } from './queries.ts'
import { names } from './told.ts'
import { ignoreFinding, undoIgnoring } from './verbs/decide-finding.ts'

const current = '/text-check'

/** A long article has some ten thousand characters. */
export const PASTED_MOST = 100_000

type Shown = { text?: string; check?: TextCheck; typed?: Record<string, string>; problem?: Refusal; done?: string }

export async function checkPage(
  c: WebContext,
  { text = '', check, typed = {}, problem, done }: Shown = {},
): Promise<Response> {
  const body = (
    <CheckPage
      csrf={c.var.session.csrf}
      text={text}
      check={check}
      earlier={check ? await earlierWords(c, check.findings) : new Map()}
      scopes={scopesOf(c)}
      standing={check ? await standingIn(c, text) : []}
      typed={{ reason: typed['reason'], scope: typed['scope'] }}
      problem={problem?.message}
      done={done}
    />
  )
  return render(c, body, { title: '文字检查', current }, problem?.status ?? 200)
}

/** Checks what was pasted; 忽略 and 撤回 are buttons of the same form, so that the text stays before the person. */
export async function checkForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const typed = await typedValues(c)
  const text = (typed['text'] ?? '').replaceAll(/\r\n?/g, '\n')
  try {
    if (text.length > PASTED_MOST) throw refuse('text.too-long-to-paste', { most: PASTED_MOST })
    await refuseMarkedForm(deps, actor, { districtId, source: '网页填写', place: '文字检查', typed: [text] })
  } catch (thrown) {
    const problem = refusalOf(thrown)
    // What bears the mark of a secret is not shown again.
    return checkPage(c, problem.code === 'secrecy.form-stopped' ? { problem } : { problem, text })
  }
  const check = await checked(c, text)
  try {
    if (typed['undo']) await undoIgnoring(deps, actor, { districtId, id: typed['undo'] })
    else if (typed['ignore']) await ignore(c, check, typed)
    else return await checkPage(c, { text, check })
  } catch (thrown) {
    return checkPage(c, { text, check, typed, problem: refusalOf(thrown) })
  }
  const done = typed['undo'] ? '已撤回，重新提示。' : '已设为忽略，本篇中同样的提示不再出现。'
  return checkPage(c, { text, check: await checked(c, text), done })
}

async function checked(c: WebContext, text: string): Promise<TextCheck> {
  const check = await checkForDistrict(c.var.deps, c.var.session.districtId, { text, unitId: c.var.actor.unitId })
  const [address] = writtenAddresses(text)
  if (!address) return check
  return {
    ...check,
    notChecked: [...check.notChecked, { part: 'links', why: '网址只检查了写法，能不能打开没有检查。' }],
  }
}

async function ignore(c: WebContext, { findings }: TextCheck, typed: Record<string, string>): Promise<void> {
  const { deps, actor, session } = c.var
  // Its place in the list, and its rule: lists may have changed since the page was shown.
  const [, at, rule] = /^(\d{1,5}):(.+)$/.exec(typed['ignore'] ?? '') ?? []
  const found = findings[Number(at)]
  const finding = found?.rule === rule ? found : undefined
  if (!finding) throw refuse('text.finding-gone')
  const unitId = typed['scope'] === 'district' ? null : actor.unitId
  await ignoreFinding(deps, actor, { districtId: session.districtId, unitId, finding, reason: typed['reason'] ?? '' })
}

function scopesOf(c: WebContext): { value: string; label: string }[] {
  const { actor, session } = c.var
  const { districtId } = session
  return [
    ...(actor.unitId !== null && may(actor, 'texts.decide', { districtId, unitId: actor.unitId })
      ? [{ value: 'unit', label: '只在本单位' }]
      : []),
    ...(may(actor, 'texts.decide', { districtId }) ? [{ value: 'district', label: '全区' }] : []),
  ]
}

/** Decisions that hold for who reads, about words of this text. */
async function standingIn(c: WebContext, text: string) {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const found = (await decisionsInForce(deps.db, districtId, actor.unitId)).filter(({ observed }) =>
    text.includes(observed),
  )
  const { unitName, personName } = await names(
    c,
    found.map(({ decidedBy }) => decidedBy),
  )
  const reasons = await openWords(
    deps,
    districtId,
    found.map(({ reasonId }) => reasonId),
  )
  return found.map(({ id, observed, unitId, reasonId, decidedBy, decidedAt }) => ({
    id,
    observed,
    words: `${unitId === null ? '全区' : unitName(unitId)}，${formatDayZh(dayOf(decidedAt))}${personName(decidedBy)}：${reasons.get(reasonId) ?? '理由已删除'}`,
    mayUndo: may(actor, 'texts.decide', { districtId, unitId }),
  }))
}
