import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRoutes } from '../../src/app/routes.ts'
import { latestEvents } from '../../src/trail/index.ts'
import { blank } from '../support/asked-district.ts'
import { type SceneDesk, sceneDesk } from '../support/pages.ts'
import { pdfOfPages } from '../support/plain-pdf.ts'
import { sceneDistrict, type SignedIn } from '../support/scene.ts'
import { makeZip } from '../support/zip-writer.ts'

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const word = (text: string) =>
  makeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    {
      name: 'word/document.xml',
      data: `<w:document ${W}><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
    },
  ])
const mark = '机密★10年'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

let desk: SceneDesk
let supervisor: SignedIn
let before: ReadonlySet<string>
beforeAll(async () => {
  desk = await sceneDesk('marked-uploads', allRoutes, dataDir)
  supervisor = await desk.scene.signIn('supervisor')
  before = new Set((await desk.deps.db.selectFrom('stored_file').select('id').execute()).map(({ id }) => id))
})

async function send(path: string, name: string, bytes: Uint8Array, fields: Record<string, string> = {}) {
  const answer = await desk.post(path, { ...fields, file: new File([new Uint8Array(bytes)], name) }, supervisor)
  return { status: answer.status, text: await answer.text() }
}
/** What was kept beside the files of the scene. */
const files = async () => {
  const all = await desk.deps.db.selectFrom('stored_file').select(['id', 'name']).orderBy('id').execute()
  return all.filter(({ id }) => !before.has(id))
}
const stops = () =>
  desk.deps.db.selectFrom('secrecy_stop').select(['number', 'kind', 'source', 'place']).orderBy('number').execute()
const circular = {
  level: 'city',
  issuer: '市政府办公室',
  title: '第三季度通报',
  issuedOn: '2026-09-01',
  pointsDeducted: 'yes',
  named: '水务局｜未更新',
}

const nothing = '00000001-0000-7000-8000-000000000001'
const uploads = allRoutes.filter(({ upload, machine }) => upload === true && !machine).map(({ path }) => path)

describe('a file with the mark of a state secret', () => {
  it.each(uploads)('goes no further than the door of %s', async (path) => {
    const { status, text } = await send(path.replaceAll(/:\w+/g, nothing), '材料.docx', word(mark))
    expect([status, text.includes('文件“材料.docx”带有国家秘密标志，没有保存')]).toEqual([422, true])
    expect(await files()).toEqual([])
  })

  it('has one number however often it is sent, with the page and no name, and stands in the trail', async () => {
    expect(uploads.length).toBeGreaterThan(40)
    expect(await stops()).toEqual([{ number: 1, kind: 'import', source: '网页上传', place: expect.any(String) }])
    expect(await latestEvents(desk.deps.db, sceneDistrict, { limit: 5 })).toContainEqual(
      expect.objectContaining({ action: 'secrecy.stopped', after: { stops: [1] } }),
    )
  })

  it('is stopped where the form asks for such a file, and one without it is kept', async () => {
    const pdf = (last: string) => pdfOfPages(3, '各单位请认真整改', last)
    const enter = (name: string, bytes: Uint8Array) => send('/upper-circulars/new', name, bytes, circular)
    const refused = await enter('通报.pdf', pdf(mark))
    expect([refused.status, refused.text.includes('文件“通报.pdf”第3页带有国家秘密标志')]).toEqual([422, true])
    expect(await files()).toEqual([])
    expect((await enter('通报.pdf', pdf('做好保密工作'))).status).toBe(303)
    expect((await enter('通报.png', blank)).status).toBe(303)
    expect((await files()).map(({ name }) => name)).toEqual(['通报.pdf', '通报.png'])
  })
})
