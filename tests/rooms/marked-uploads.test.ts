import { beforeAll, describe, expect, it } from 'vitest'
import { allRoutes, recordWords } from '../../src/app/routes.ts'
import { latestEvents } from '../../src/trail/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { blank } from '../support/asked-district.ts'
import { districtId, monitoredDistrict } from '../support/monitored-district.ts'
import { pdfOfPages } from '../support/plain-pdf.ts'
import { openSession } from '../support/scene.ts'
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

let place: Awaited<ReturnType<typeof monitoredDistrict>>
let send: (path: string, file: File, fields?: Record<string, string>) => Promise<{ status: number; text: string }>
beforeAll(async () => {
  place = await monitoredDistrict()
  const { deps } = place
  const { headers, csrf } = await openSession(deps, { units: {} }, 'supervisor')
  const jobs = { enqueue: () => Promise.reject(new Error('no job')), stop: () => Promise.resolve() }
  const options = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes: allRoutes, recordWords }
  const { app } = createWeb({
    ...options,
    logDefect: (error) => {
      throw error
    },
  })
  send = async (path, file, fields = {}) => {
    const body = new FormData()
    for (const [name, value] of Object.entries({ _csrf: csrf, ...fields })) body.append(name, value)
    body.append('file', file)
    const answer = await app.request(path, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }
})

const files = () => place.deps.db.selectFrom('stored_file').select('name').execute()
const stops = () =>
  place.deps.db.selectFrom('secrecy_stop').select(['number', 'kind', 'source', 'place']).orderBy('number').execute()
const circular = {
  level: 'city',
  issuer: '市政府办公室',
  title: '第三季度通报',
  issuedOn: '2026-09-01',
  pointsDeducted: 'yes',
  named: '',
}

const id = '00000001-0000-7000-8000-000000000001'
const uploads = allRoutes.filter(({ upload, machine }) => upload === true && !machine).map(({ path }) => path)

describe('a file with the mark of a state secret', () => {
  it.each(uploads)('goes no further than the door of %s', async (path) => {
    const { status, text } = await send(
      path.replaceAll(/:\w+/g, id),
      new File([new Uint8Array(word(mark))], '材料.docx'),
    )
    expect([status, text.includes('文件“材料.docx”带有国家秘密标志，没有保存')]).toEqual([422, true])
    expect(await files()).toEqual([])
  })

  it('has one number however often it is sent, with the page and no name, and stands in the trail', async () => {
    expect(uploads.length).toBeGreaterThan(40)
    expect(await stops()).toEqual([{ number: 1, kind: 'import', source: '网页上传', place: expect.any(String) }])
    expect(await latestEvents(place.deps.db, districtId, { limit: 5 })).toContainEqual(
      expect.objectContaining({ action: 'secrecy.stopped', after: { stops: [1] } }),
    )
  })

  it('is stopped where the form asks for such a file, and one without it is kept', async () => {
    const pdf = (last: string) => new File([new Uint8Array(pdfOfPages(3, '各单位请认真整改', last))], '通报.pdf')
    const refused = await send('/upper-circulars/new', pdf(mark), circular)
    expect([refused.status, refused.text.includes('文件“通报.pdf”第3页带有国家秘密标志')]).toEqual([422, true])
    expect(await files()).toEqual([])
    expect((await send('/upper-circulars/new', pdf('做好保密工作'), circular)).status).toBe(303)
    expect((await send('/upper-circulars/new', new File([new Uint8Array(blank)], '通报.png'), circular)).status).toBe(
      303,
    )
    expect((await files()).map(({ name }) => name)).toEqual(['通报.pdf', '通报.png'])
  })
})
