import { expect, it } from 'vitest'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { makeZip } from '../../../tests/support/zip-writer.ts'
import { filesOf, roundsOf } from './queries.ts'
import { addFile } from './verbs/keep-file.ts'

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const word = (text: string) =>
  makeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    {
      name: 'word/document.xml',
      data: `<w:document ${W}><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
    },
  ])

it('an attachment in Word with the mark of a secret is kept nowhere; others are read', async () => {
  const { deps, editor, draft, submit } = await manuscriptDesk()
  const manuscriptId = await draft()
  const attach = (text: string) =>
    addFile(deps, editor, { districtId, manuscriptId, use: 'attachment', name: '附件.docx', bytes: word(text) })
  await expect(attach('机密★10年')).rejects.toMatchObject({ code: 'secrecy.upload-stopped' })
  expect(await filesOf(deps.db, districtId, manuscriptId, { withRemoved: true })).toEqual([])
  await attach('停水检修区域示意')
  await submit(manuscriptId)
  const [round] = await roundsOf(deps.db, districtId, manuscriptId)
  expect(round).toMatchObject({ findings: [], notChecked: [] })
})
