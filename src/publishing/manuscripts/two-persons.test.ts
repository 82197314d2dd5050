import { expect, it } from 'vitest'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { instantFromLocal } from '../../calendar/index.ts'
import { waitingFor } from './desk.ts'
import { filesOf, findManuscript, roundsOf } from './queries.ts'
import { addFile, dropFiles } from './verbs/keep-file.ts'
import { recordPublication } from './verbs/publish.ts'
import { startCorrection } from './verbs/start-correction.ts'
import { recallManuscript } from './verbs/take-back.ts'

it('who wrote a text signs no correction of it that another began, changed or not', async () => {
  const { deps, draft, submit, sign, editor, second, deputy, accountId } = await manuscriptDesk(1)
  const id = await draft()
  await submit(id)
  expect(await sign(deputy, id)).toBe('approved')
  const { version } = (await findManuscript(deps.db, { districtId, all: true }, id))!
  const which = { districtId, manuscriptId: id, version }
  const publishedAt = instantFromLocal('2026-10-12 08:30')!
  await recordPublication(deps, editor, { ...which, accountId, publishedAt })
  const { id: correction } = await startCorrection(deps, second, { ...which, version: version + 1 })
  await submit(correction)
  const asDeputy = { ...editor, roles: ['unit_deputy' as const] }
  await expect(sign(asDeputy, correction)).rejects.toMatchObject({ code: 'manuscript.own-text' })
  expect(await sign(deputy, correction)).toBe('approved')
})

it('who put a file beside a text signs no level of it, unless it was taken away again', async () => {
  const { deps, draft, submit, sign, editor, deputy } = await manuscriptDesk(1)
  const id = await draft()
  const which = { districtId, manuscriptId: id }
  const asEditor = { ...deputy, roles: ['unit_editor' as const] }
  const { fileId } = await addFile(deps, asEditor, { ...which, use: 'attachment', ...pdf('甲') })
  await submit(id)
  await expect(sign(deputy, id)).rejects.toMatchObject({ code: 'manuscript.own-text' })
  expect((await waitingFor(deps, deputy, districtId)).mine).toEqual([])
  const { version } = (await findManuscript(deps.db, { districtId, all: true }, id))!
  await recallManuscript(deps, editor, { ...which, version })
  await dropFiles(deps, editor, { ...which, fileIds: [fileId] })
  await submit(id)
  expect((await waitingFor(deps, deputy, districtId)).mine).toHaveLength(1)
  expect(await sign(deputy, id)).toBe('approved')
})

it('the digest that is signed covers the attachments: one more is another, without it the first again', async () => {
  const { deps, draft, submit, editor } = await manuscriptDesk(1)
  const id = await draft()
  const which = { districtId, manuscriptId: id }
  const sentAgain = async () => {
    await submit(id)
    const { version } = (await findManuscript(deps.db, { districtId, all: true }, id))!
    // While it is being reviewed nobody puts another beside it.
    await expect(addFile(deps, editor, { ...which, use: 'attachment', ...pdf('丙') })).rejects.toMatchObject({
      code: 'manuscript.action-not-allowed',
    })
    await recallManuscript(deps, editor, { ...which, version })
    return (await roundsOf(deps.db, districtId, id)).at(-1)!.digest
  }
  const words = await sentAgain()
  const { fileId } = await addFile(deps, editor, { ...which, use: 'attachment', ...pdf('甲') })
  const one = await sentAgain()
  await dropFiles(deps, editor, { ...which, fileIds: [fileId] })
  await addFile(deps, editor, { ...which, use: 'attachment', ...pdf('乙') })
  const other = await sentAgain()
  expect(new Set([words, one, other]).size).toBe(3)
  const fileIds = (await filesOf(deps.db, districtId, id)).map((file) => file.fileId)
  await dropFiles(deps, editor, { ...which, fileIds })
  expect(await sentAgain()).toBe(words)
})

const pdf = (said: string) => ({ name: `${said}.pdf`, bytes: Buffer.from(`%PDF-1.4\n%${said}\n%%EOF\n`) })
