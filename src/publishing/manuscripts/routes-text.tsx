import { z } from 'zod'
import { namesOfUsers } from '../../access/index.ts'
import { isUuid } from '../../database/index.ts'
import { readStoredFile } from '../../files/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { type Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { formValues, readUpload, refusalOf, render, sendDownload, type WebContext } from '../../web/index.ts'
import { earlierWords } from '../lexicons/earlier.ts'
import { openAdoption } from './adoption.ts'
import { otherChanges, wordChanges } from './compare-texts.ts'
import { type CheckedWords, checkWordsOf } from './check-words.ts'
import { manuscriptOf } from './desk.ts'
import { askLinks, linkAnswers } from './links/ask-links.ts'
import { addressesOf } from './links/rules.ts'
import { allowedActions, type Manuscript } from './model.ts'
import { EditPage, type EditValues } from './pages/edit.tsx'
import { LiveFindings } from './pages/findings.tsx'
import { NotAdopted } from './pages/list.tsx'
import { VersionsPage } from './pages/versions.tsx'
import { filesOf, readVersion, targetAccounts, versionsOf } from './queries.ts'
import { picturesOf, shownHtml } from './rich-text/pictures.ts'
import { sanitiseText } from './rich-text/sanitise.ts'
import { fromTypedLines } from './rich-text/typed-lines.ts'
import { type TypedText, typedAgain } from './typed-text.ts'
import { addFile, dropFiles, keepPasted } from './verbs/keep-file.ts'
import { createManuscript, saveText } from './verbs/save-text.ts'

const meta = (title: string) => ({ title, current: '/manuscripts', islands: ['manuscript', 'text-check'] as const })

/** What was typed, and what is shown again where it is refused. Without script the words alone come, on the text they stood in. */
async function typedText(c: WebContext, base: string): Promise<{ typed: TypedText; basedOn: number }> {
  const values = await formValues(c)
  const one = (name: string) => [values[name] ?? ''].flat().at(-1) ?? ''
  const html = one('html')
  const typed = {
    title: one('title'),
    html: html !== '' ? html : fromTypedLines(one('text'), base),
    author: one('author'),
    source: one('source'),
    sourceLink: one('sourceLink'),
    aiGenerated: one('aiGenerated') === 'yes',
    aiLabel: one('aiLabel'),
    accountIds: [values['accountId'] ?? []].flat().filter(isUuid),
  }
  return { typed, basedOn: Number(one('basedOn')) }
}

const shownAgain = (typed: TypedText): EditValues => ({
  ...typed,
  html: sanitiseText(typed.html).html,
  source: typed.source ?? '',
  sourceLink: typed.sourceLink ?? '',
  aiGenerated: typed.aiGenerated === true,
  aiLabel: typed.aiLabel ?? '',
})

export async function newPage(c: WebContext, refused?: { error: Refusal; typed: TypedText }): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const unitId = actor.unitId ?? ''
  if (!(await openAdoption(deps.db, districtId, unitId))) return render(c, <NotAdopted />, meta('起草稿件'))
  const empty = { title: '', html: '', author: session.user.displayName, source: '', sourceLink: '' }
  const body = (
    <EditPage
      csrf={session.csrf}
      manuscriptId={undefined}
      basedOn={0}
      values={refused ? shownAgain(refused.typed) : { ...empty, aiGenerated: false, aiLabel: '', accountIds: [] }}
      accounts={await targetAccounts(deps.db, districtId, unitId)}
      files={[]}
      problem={refused?.error.message}
    />
  )
  return render(c, body, meta('起草稿件'), refused?.error.status ?? 200)
}

export async function newForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { typed } = await typedText(c, '')
  try {
    if (actor.unitId === null) throw refuse('record.not-found', { what: '主办单位' })
    const { id } = await createManuscript(deps, actor, {
      districtId: session.districtId,
      unitId: actor.unitId,
      text: typed,
    })
    return c.redirect(`/manuscripts/${id}/edit`, 303)
  } catch (thrown) {
    return newPage(c, { error: refusalOf(thrown), typed })
  }
}

/** 自动保存 of what has no number yet, asked by the page as soon as something is typed: `{id, number}`. */
export async function newSaveForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { typed } = await typedText(c, '')
  if (actor.unitId === null) throw refuse('record.not-found', { what: '主办单位' })
  const which = { districtId: session.districtId, unitId: actor.unitId }
  const { id } = await createManuscript(deps, actor, { ...which, text: typed, isAuto: true })
  return c.json({ id, number: 1 })
}

type Shown = {
  typed?: TypedText
  basedOn?: number
  error?: Refusal
  apart?: { current: number; number: number }
}

export async function editPage(c: WebContext, { typed, basedOn, error, apart }: Shown = {}): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const manuscript = await manuscriptOf(c)
  const { id, unitId, textNumber } = manuscript
  if (!allowedActions(manuscript.state).includes('save')) return c.redirect(`/manuscripts/${id}`, 303)
  const text = (await readVersion(deps.db, districtId, id, textNumber))!
  const kept = { ...text, html: text.body, source: text.source ?? '', sourceLink: text.sourceLink ?? '' }
  const body = (
    <EditPage
      csrf={session.csrf}
      manuscriptId={id}
      basedOn={basedOn ?? textNumber}
      values={typed ? shownAgain(typed) : { ...kept, aiLabel: text.aiLabel ?? '' }}
      accounts={await targetAccounts(deps.db, districtId, unitId)}
      files={await filesOf(deps.db, districtId, id)}
      problem={error?.message}
      apart={apart}
    />
  )
  return render(c, body, meta(`修改　${manuscript.title}`), error?.status ?? 200)
}

// The text that a page without script was made from.
async function baseOf(c: WebContext, { id, textNumber }: Manuscript): Promise<string> {
  const { deps, session } = c.var
  const asked = Number([(await formValues(c))['basedOn'] ?? ''].flat().at(-1))
  const number = Number.isInteger(asked) && asked > 0 ? asked : textNumber
  const found = await readVersion(deps.db, session.districtId, id, number)
  return (found ?? (await readVersion(deps.db, session.districtId, id, textNumber)))!.body
}

export async function editForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const manuscript = await manuscriptOf(c)
  const manuscriptId = manuscript.id
  const { typed, basedOn } = await typedText(c, await baseOf(c, manuscript))
  try {
    const picture = await readUpload(c, 'picture')
    const added = picture && (await addFile(deps, actor, { districtId, manuscriptId, use: 'picture', ...picture }))
    const html = added ? `${typed.html}<img data-file="${added.fileId}" alt="">` : typed.html
    const saved = await saveText(deps, actor, { districtId, manuscriptId, basedOn, text: { ...typed, html } })
    const attachment = await readUpload(c, 'attachment')
    if (attachment) await addFile(deps, actor, { districtId, manuscriptId, use: 'attachment', ...attachment })
    const dropped = [(await formValues(c))['dropFile'] ?? []].flat().filter(isUuid)
    if (dropped.length > 0) await dropFiles(deps, actor, { districtId, manuscriptId, fileIds: dropped })
    if (saved.apart) return editPage(c, { apart: saved })
    const stays = added || attachment || (await formValues(c))['stay'] === 'yes'
    return c.redirect(stays ? `/manuscripts/${manuscriptId}/edit` : `/manuscripts/${manuscriptId}`, 303)
  } catch (thrown) {
    return editPage(c, { typed, basedOn, error: refusalOf(thrown) })
  }
}

/** 自动保存, asked by the page: `{number, apart, current}`; what is refused comes as its sentence, as everywhere (`web/app.tsx`). */
export async function saveForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const manuscript = await manuscriptOf(c)
  const { typed, basedOn } = await typedText(c, await baseOf(c, manuscript))
  const which = { districtId: session.districtId, manuscriptId: manuscript.id }
  return c.json(await saveText(deps, actor, { ...which, basedOn, text: typed, isAuto: true }))
}

/** What was pasted, made clean, with the pictures in it kept: markup for the editor. */
export async function pasteForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { id } = await manuscriptOf(c)
  const html = String((await formValues(c))['html'] ?? '')
  const body = await keepPasted(deps, actor, { districtId: session.districtId, manuscriptId: id, html })
  return c.text(shownHtml(body, (file) => `/manuscripts/${id}/files/${file}`))
}

/** A picture that was pasted or chosen: its markup for the editor, or the sentence of a refusal. */
export async function pictureForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { id } = await manuscriptOf(c)
  try {
    const found = await readUpload(c, 'picture')
    if (!found) throw refuse('web.upload-missing')
    const which = { districtId: session.districtId, manuscriptId: id, use: 'picture' as const }
    const { fileId } = await addFile(deps, actor, { ...which, ...found })
    const html = `<figure><img data-file="${fileId}" alt=""></figure>`
    return c.text(shownHtml(html, (file) => `/manuscripts/${id}/files/${file}`))
  } catch (thrown) {
    const { message, status } = refusalOf(thrown)
    return c.text(message, status as 422)
  }
}

/** Another version's text, saved as a new one. */
export async function useForm(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { id } = await manuscriptOf(c)
  const values = await formValues(c)
  const number = Number(values['number'])
  const text = Number.isInteger(number) ? await readVersion(deps.db, districtId, id, number) : undefined
  if (!text) throw refuse('record.not-found', { what: '这一版' })
  const saved = await saveText(deps, actor, {
    districtId,
    manuscriptId: id,
    basedOn: Number(values['basedOn']),
    text: typedAgain(text),
  })
  return saved.apart ? editPage(c, { apart: saved }) : c.redirect(`/manuscripts/${id}/edit`, 303)
}

export async function versionsPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const manuscript = await manuscriptOf(c)
  // Who was asked to join reads what was submitted, not how it came to be.
  if (actor.kind === 'user' && actor.unitId !== manuscript.unitId) throw refuse('record.not-found', { what: '稿件' })
  const { id, textNumber } = manuscript
  const rows = await versionsOf(deps.db, districtId, id)
  const known = (found: string | undefined, otherwise: number | undefined) =>
    rows.find(({ number }) => String(number) === found)?.number ?? otherwise
  const to = known(c.req.query('to'), textNumber)
  const from = known(c.req.query('from'), rows.find(({ number }) => number < (to ?? 0))?.number)
  const older = from === undefined ? undefined : await readVersion(deps.db, districtId, id, from)
  const newer = to === undefined ? undefined : await readVersion(deps.db, districtId, id, to)
  const pair =
    older && newer
      ? {
          from: older,
          to: newer,
          changes: wordChanges(older.plain, newer.plain),
          facts: otherChanges(older, newer, [picturesOf(older.body).length, picturesOf(newer.body).length]),
        }
      : undefined
  const names = await namesOfUsers(
    deps,
    districtId,
    rows.map(({ savedBy }) => savedBy),
  )
  const body = (
    <VersionsPage
      c={c}
      manuscript={manuscript}
      rows={rows}
      names={names}
      pair={pair}
      mayUse={allowedActions(manuscript.state).includes('save') && actor.roles.includes('unit_editor')}
    />
  )
  return render(c, body, { title: `各版对照　${manuscript.title}`, current: '/manuscripts' })
}

/** A picture of the text, or an attachment. Pictures are shown in place; anything else is handed out. */
export async function fileOf(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const { id } = await manuscriptOf(c)
  const fileId = c.req.param('file')
  const known = (await filesOf(deps.db, districtId, id, { withRemoved: true })).find((one) => one.fileId === fileId)
  if (!known) throw refuse('record.not-found', { what: '文件' })
  const { bytes, mediaType, name } = await readStoredFile(deps, districtId, known.fileId)
  if (known.use !== 'picture') return sendDownload(c, { bytes, mediaType, name })
  return c.body(new Uint8Array(bytes), 200, { 'Content-Type': mediaType, 'Cache-Control': 'private, max-age=3600' })
}

const linkSchema = z
  .array(
    z.object({ href: z.string(), start: z.number().int().nonnegative(), end: z.number().int().nonnegative() }).strict(),
  )
  .max(5_000)

/** The words as they stand in the editor, with the links behind them. */
async function wordsInEditor(c: WebContext): Promise<Omit<CheckedWords, 'unitId' | 'answers'>> {
  const values = await formValues(c)
  const one = (name: string) => String(values[name] ?? '')
  return {
    title: one('title'),
    // A form ends lines with two signs; places are counted with one, as the browser has them.
    plain: one('plain').replaceAll('\r\n', '\n'),
    links: linkSchema.safeParse(parsedJson(one('links'))).data ?? [],
    pictures: Math.min(Math.max(Math.trunc(Number(one('pictures'))) || 0, 0), 10_000),
    source: one('source').trim() || null,
    sourceLink: one('sourceLink').trim() || null,
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What the check says of the words as they stand in the editor, for its list and its marks. */
export async function checkForm(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { id, unitId } = await manuscriptOf(c)
  const answers = await linkAnswers(deps.db, session.districtId, id)
  const check = await checkWordsOf(deps, session.districtId)({ ...(await wordsInEditor(c)), unitId, answers })
  return c.html(<LiveFindings check={check} earlier={await earlierWords(c, check.findings)} />)
}

/** 检查网址能否打开, for the words as they stand in the editor; then what the check says of them. */
export async function linksForm(c: WebContext, sender: Sender): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { id, unitId } = await manuscriptOf(c)
  const words = await wordsInEditor(c)
  const addresses = addressesOf(words.plain, words.links).map(({ address }) => address)
  const answers = await askLinks(deps, actor, sender, { districtId, manuscriptId: id, addresses })
  const check = await checkWordsOf(deps, districtId)({ ...words, unitId, answers })
  return c.html(<LiveFindings check={check} earlier={await earlierWords(c, check.findings)} />)
}
