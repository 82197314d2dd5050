import { expect, it } from 'vitest'
import { allRoutes, recordWords } from '../../src/app/routes.ts'
import { civilDate } from '../../src/calendar/index.ts'
import { renderFormsDocx } from '../../src/documents/index.ts'
import { annex1Paper } from '../../src/filing/returns/papers.ts'
import { createWeb } from '../../src/web/index.ts'
import { askedDistrict, typed } from '../support/asked-district.ts'
import { openSession } from '../support/scene.ts'

const unit = { id: '00000001-0000-7000-8000-000000000001', name: '临湖区水务局' }
const fileOf = (answers: Readonly<Record<string, string>>, own = unit) =>
  renderFormsDocx({
    title: '附件1',
    office: own.name,
    day: civilDate('2026-06-16'),
    forms: [annex1Paper(answers, { district: '临湖区', unit: own })],
  })

/** The page on which a unit fills in its account, before anything was typed. */
async function filling(role: 'unit_editor' | 'reviewer' = 'unit_editor') {
  const place = await askedDistrict()
  const { start: deps, unitId, returnId } = place
  await place.choose()
  const of = role === 'unit_editor' ? { unit: unit.name } : {}
  const { headers, csrf } = await openSession(deps, { units: { [unit.name]: unitId } }, role, of)
  const jobs = { enqueue: () => Promise.reject(new Error('no job')), stop: () => Promise.resolve() }
  const options = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes: allRoutes, recordWords }
  const { app } = createWeb({ ...options, logDefect: (error) => console.error(error) })
  const at = `/filing/returns/${returnId}/accounts/${(await place.entries())[0]!.accountId}`
  const post = async (path: string, body: FormData) => {
    body.append('_csrf', csrf)
    const answer = await app.request(path, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
  }
  const handIn = async (bytes: Uint8Array, name = '附件1.docx') => {
    const body = new FormData()
    body.append('file', new File([new Uint8Array(bytes)], name))
    return post(`${at}/annex1`, body)
  }
  const take = async (page: string, keys: readonly string[], version?: string) => {
    const body = new FormData()
    for (const [, name = '', value = ''] of page.matchAll(
      /<input type="hidden" name="((?:read-|version)[^"]*)" value="([^"]*)"/g,
    ))
      body.append(name, name === 'version' && version ? version : value)
    for (const key of keys) body.append('take', key)
    return post(`${at}/annex1/take`, body)
  }
  return { ...place, at, handIn, take, see: async (path: string) => (await app.request(path, { headers })).text() }
}

it('a unit hands in its own filled 附件1, sees each cell, and takes over what it chose', async () => {
  const { at, see, handIn, take, entries } = await filling()
  expect(await see(at)).toContain('读入填好的附件1')
  const { status, text } = await handIn(await fileOf({ ...typed, name: '临湖水务', followers: '很多' }))
  expect(status).toBe(200)
  for (const words of ['表中读到', '第3行“粉丝量”', '很多', '应为不小于0的整数', '许静言', '2019年6月'])
    expect(text).toContain(words)
  expect((await entries())[0]?.answers['leaderName']).toBeUndefined()
  expect(await take(text, ['leaderName', 'openedOn', 'followers', 'platform'])).toMatchObject({ status: 303, to: at })
  const [entry] = await entries()
  expect(entry?.answers).toMatchObject({ name: '临湖水务', leaderName: '许静言', openedOn: '2019年6月' })
  expect(entry?.answers).not.toHaveProperty('followers')
  expect(entry?.answers).not.toHaveProperty('adminName')
})

it('what was read stays on the page when nothing was chosen, or somebody else saved first', async () => {
  const { handIn, take, entries } = await filling()
  const { text } = await handIn(await fileOf({ ...typed, name: '临湖水务' }))
  const none = await take(text, [])
  expect([none.status, none.text.includes('没有选择要带入的项目'), none.text.includes('许静言')]).toEqual([
    422,
    true,
    true,
  ])
  const late = await take(text, ['leaderName'], '7')
  expect([late.status, late.text.includes('许静言')]).toEqual([409, true])
  expect((await entries())[0]?.answers['leaderName']).toBeUndefined()
})

it.each([
  [
    'of another unit',
    () => fileOf({ ...typed, name: '临湖教育' }, { ...unit, name: '临湖区教育局' }),
    422,
    '表中的填报单位是',
  ],
  ['a PDF by content', () => Promise.resolve(Buffer.from('%PDF-1.7\n')), 415, '内容是PDF 文件'],
  ['of 0 bytes', () => Promise.resolve(new Uint8Array()), 422, '文件是空的'],
])('a file %s comes back on the form with a sentence, and changes nothing', async (_what, bytes, status, words) => {
  const { handIn, entries } = await filling()
  const before = await entries()
  const answer = await handIn(await bytes())
  expect([answer.status, answer.text.includes(words), answer.text.includes('附件1　')]).toEqual([status, true, true])
  expect(await entries()).toEqual(before)
})

it('a file that bears the mark of a secret comes no further than the door, and changes nothing', async () => {
  const { handIn, entries } = await filling()
  const before = await entries()
  const { status, text } = await handIn(await fileOf({ ...typed, name: '机密★10年' }))
  expect([status, text.includes('带有国家秘密标志，没有保存，已记为疑似涉密第1号')]).toEqual([422, true])
  expect(await entries()).toEqual(before)
})

it('who may not file hands in nothing', async () => {
  const { handIn } = await filling('reviewer')
  expect((await handIn(await fileOf({ ...typed, name: '临湖水务' }))).status).toBe(403)
})
