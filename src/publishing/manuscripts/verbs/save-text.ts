import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { inTransaction, type Tx } from '../../../database/index.ts'
import { refuseMarkedForm, saveFiles } from '../../../files/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { stepWithManuscript } from '../act.ts'
import { openAdoption } from '../adoption.ts'
import { digestOfText } from '../digest.ts'
import type { ManuscriptText, TextVersion } from '../model.ts'
import { nextNumber, readVersion, targetAccounts } from '../queries.ts'
import { type NewPicture, readTypedText, type TypedText, withFiles } from '../typed-text.ts'

export type NewManuscript = {
  districtId: string
  unitId: string
  text: TypedText
  /** The manuscript that it corrects, whose pictures it takes over. */
  correctsId?: string | undefined
  /** Saved by the page while somebody types, before anybody saved it. */
  isAuto?: boolean
}

/**
 * 起草: a manuscript with its first version. Refuses `access.denied`, `manuscript.not-adopted`, what `readTypedText` refuses,
 * `manuscript.account-unknown`, `secrecy.form-stopped`.
 */
export async function createManuscript(deps: Deps, actor: Actor, input: NewManuscript): Promise<{ id: string }> {
  const { districtId, unitId } = input
  permit(actor, 'manuscripts.write', { districtId, unitId })
  const { text, pictures } = await readTypedText(input.text)
  await refuseSecrets(deps, actor, districtId, text)
  return inTransaction(deps.db, async (tx) => {
    if (!(await openAdoption(tx, districtId, unitId))) throw refuse('manuscript.not-adopted')
    await refuseOtherAccounts(tx, districtId, unitId, text)
    const [id, at] = [deps.ids.next(), deps.wall.now()]
    const number = await nextNumber(tx, districtId)
    await tx
      .insertInto('manuscript')
      .values({
        district_id: districtId,
        id,
        unit_id: unitId,
        number,
        class: 'ordinary',
        text_number: 1,
        corrects_id: input.correctsId ?? null,
        created_by: actor.id,
        created_at: at,
      })
      .execute()
    const body = await keepPictures(tx, deps, actor, { districtId, manuscriptId: id }, text.body, pictures)
    if (input.correctsId !== undefined)
      await sql`insert into manuscript_file (district_id, manuscript_id, file_id, use, added_by, added_at)
        select district_id, ${id}, file_id, use, added_by, added_at from manuscript_file
        where district_id = ${districtId} and manuscript_id = ${input.correctsId} and use = 'picture'`.execute(tx)
    const saved = { ...text, body }
    await insertVersion(
      tx,
      deps,
      actor,
      { districtId, manuscriptId: id },
      { ...saved, number: 1, basedOn: null, kept: input.isAuto === true ? 'auto' : 'hand' },
    )
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'manuscript.created',
      subject: { kind: 'manuscript', id },
      after: { number, digest: digestOfText(saved), ...(input.correctsId && { correctsId: input.correctsId }) },
      at,
    })
    return { id }
  })
}

export type SaveText = {
  districtId: string
  manuscriptId: string
  /** The version it was written on. */
  basedOn: number
  text: TypedText
  /** Saved by the page while somebody types, not by a person. */
  isAuto?: boolean
}

/** `apart`: somebody else had saved meanwhile; both texts are there, this one under its number beside `current`. */
export type Saved = { number: number; apart: boolean; current: number }

/**
 * Saves a text. Nobody is overwritten: what was written on an older version is kept beside the one that is there. Of what a
 * page saves by itself while one person types, the last is kept. Refuses as `createManuscript`, and what a step refuses.
 */
export async function saveText(deps: Deps, actor: Actor, input: SaveText): Promise<Saved> {
  const { districtId, manuscriptId, basedOn, isAuto = false } = input
  const { text, pictures } = await readTypedText(input.text)
  await refuseSecrets(deps, actor, districtId, text)
  const step = { districtId, manuscriptId, version: null }
  return stepWithManuscript<Saved>(deps, actor, step, 'save', async (tx, manuscript) => {
    const { textNumber, unitId } = manuscript
    await refuseOtherAccounts(tx, districtId, unitId, text)
    const current = (await readVersion(tx, districtId, manuscriptId, textNumber))!
    const body = await keepPictures(tx, deps, actor, { districtId, manuscriptId }, text.body, pictures)
    const found = { ...text, body }
    const isSame = digestOfText(found) === digestOfText(current)
    if (isSame && (isAuto || current.kept === 'hand'))
      return { result: { number: textNumber, apart: false, current: textNumber } }
    const newest = await lastNumber(tx, districtId, manuscriptId)
    const number = newest + 1
    const apart = basedOn !== textNumber && !isSame
    // Sent once more, by hand after the page did: the text is there already.
    const before = apart ? await readVersion(tx, districtId, manuscriptId, newest) : undefined
    if (before?.kept === 'apart' && before.savedBy === actor.id && digestOfText(before) === digestOfText(found))
      return { result: { number: newest, apart, current: textNumber } }
    const kept = apart ? 'apart' : isAuto ? 'auto' : 'hand'
    await insertVersion(tx, deps, actor, { districtId, manuscriptId }, { ...found, number, basedOn, kept })
    if (apart)
      return {
        event: { action: 'manuscript.saved-apart', after: { textNumber: number, digest: digestOfText(found) } },
        result: { number, apart, current: textNumber },
      }
    if (current.kept === 'auto' && current.savedBy === actor.id)
      await dropVersion(tx, districtId, manuscriptId, textNumber)
    const after = { textNumber: number, digest: digestOfText(found) }
    return {
      set: { text_number: number },
      ...(!isAuto && { event: { action: 'manuscript.saved', after } }),
      result: { number, apart, current: number },
    }
  })
}

/** Stops a text that bears the mark of a state secret before anything of it is kept. Markup may part its signs; words don't. */
export const refuseSecrets = (deps: Deps, actor: Actor, districtId: string, { title, plain }: ManuscriptText) =>
  refuseMarkedForm(deps, actor, {
    districtId,
    source: actor.kind === 'operator' ? '终端填写' : '网页填写',
    place: '稿件',
    typed: [title, plain],
  })

async function refuseOtherAccounts(tx: Tx, districtId: string, unitId: string, { accountIds }: ManuscriptText) {
  const own = new Set((await targetAccounts(tx, districtId, unitId)).map(({ id }) => id))
  if (accountIds.some((id) => !own.has(id))) throw refuse('manuscript.account-unknown')
}

type Which = { districtId: string; manuscriptId: string }

/** Keeps pictures with a manuscript and names them in its text, in the caller's transaction. */
export async function keepPictures(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, manuscriptId }: Which,
  body: string,
  pictures: readonly NewPicture[],
): Promise<string> {
  const kept = await saveFiles(
    tx,
    deps,
    pictures.map(({ name, bytes }) => ({ districtId, name, bytes, actor, accept: ['png', 'jpg'] as const })),
  )
  if (kept.length > 0)
    await tx
      .insertInto('manuscript_file')
      .values(
        kept.map(({ id }) => ({
          district_id: districtId,
          manuscript_id: manuscriptId,
          file_id: id,
          use: 'picture',
          added_by: actor.id,
          added_at: deps.wall.now(),
        })),
      )
      .execute()
  return withFiles(
    body,
    kept.map(({ id }) => id),
  )
}

async function insertVersion(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, manuscriptId }: Which,
  version: Omit<TextVersion, 'savedBy' | 'savedAt'>,
): Promise<void> {
  await tx
    .insertInto('manuscript_version')
    .values({
      district_id: districtId,
      manuscript_id: manuscriptId,
      number: version.number,
      based_on: version.basedOn,
      kept: version.kept,
      title: version.title,
      body: version.body,
      plain: version.plain,
      author: version.author,
      source: version.source,
      source_link: version.sourceLink,
      ai_generated: version.aiGenerated,
      ai_label: version.aiLabel,
      account_ids: version.accountIds,
      saved_by: actor.id,
      saved_at: deps.wall.now(),
    })
    .execute()
}

async function lastNumber(tx: Tx, districtId: string, manuscriptId: string): Promise<number> {
  const { number } = await tx
    .selectFrom('manuscript_version')
    .select(({ fn }) => fn.max('number').as('number'))
    .where('district_id', '=', districtId)
    .where('manuscript_id', '=', manuscriptId)
    .executeTakeFirstOrThrow()
  return number
}

const dropVersion = (tx: Tx, districtId: string, manuscriptId: string, number: number) =>
  tx
    .deleteFrom('manuscript_version')
    .where('district_id', '=', districtId)
    .where('manuscript_id', '=', manuscriptId)
    .where('number', '=', number)
    .execute()
