import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { manuscriptDesk } from '../../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../../tests/support/monitored-district.ts'
import { openSender } from '../../../outgoing/index.ts'
import { checkWordsOf } from '../check-words.ts'
import { roundsOf } from '../queries.ts'
import { askLinks, linkAnswers } from './ask-links.ts'

async function place() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    response.writeHead(request.url === '/gone' ? 404 : 200).end('ok')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // A public name, so that the check has nothing else to say of it.
  const host = `pages.linhu.gov.cn:${(server.address() as AddressInfo).port}`
  const sender = openSender({ allow: new Set([host]), resolve: async () => [{ address: '127.0.0.1', family: 4 }] })
  onTestFinished(async () => {
    await sender.close()
    server.close()
  })
  return { sender, asked, base: `http://${host}` }
}

it('links are asked for when somebody asks, the answers kept with their moment, and what was asked lately is not asked again', async () => {
  const { sender, asked, base } = await place()
  const { deps, draft, editor, at } = await manuscriptDesk()
  const which = { districtId, manuscriptId: await draft() }
  const addresses = [`${base}/here`, `${base}/gone`, `${base}/here`]
  const guest = { ...actorOf('unit_editor', 'u:guest'), unitId: '00000000-0000-7000-8000-000000000001' }
  await expect(askLinks(deps, guest, sender, { ...which, addresses })).rejects.toMatchObject({ code: 'access.denied' })
  expect(asked).toEqual([])
  const answers = await askLinks(deps, editor, sender, { ...which, addresses })
  expect(Object.fromEntries(answers.map(({ address, outcome }) => [address, outcome]))).toEqual({
    [`${base}/here`]: 'opens',
    [`${base}/gone`]: 'gone',
  })
  const hour = 60 * 60_000
  await askLinks(deps, editor, sender, { ...which, addresses, olderThanMs: hour })
  expect(asked.toSorted()).toEqual(['/gone', '/here'])
  const later = at('2026-12-01T00:00:00.000Z')
  const anew = await askLinks(later, editor, sender, { ...which, addresses: addresses.slice(0, 1), olderThanMs: hour })
  expect(asked).toHaveLength(3)
  expect(anew.map(({ askedAt }) => askedAt).toSorted()).toEqual([answers[0]!.askedAt, later.clock.now()])
})

it('the round of review holds what the server found of the links, and which it did not look at', async () => {
  const { sender, base } = await place()
  const { deps, draft, editor, submit } = await manuscriptDesk()
  const html = `<p>办理<a href="${base}/gone">请点这里</a>，说明见<a href="${base}/other">网页</a>。</p>`
  const manuscriptId = await draft({ html })
  await askLinks(deps, editor, sender, { districtId, manuscriptId, addresses: [`${base}/gone`] })
  await submit(manuscriptId, {}, checkWordsOf(deps, districtId))
  const [round] = await roundsOf(deps.db, districtId, manuscriptId)
  expect(round!.findings.filter(({ rule }) => rule === 'dead-link')).toMatchObject([
    { start: 2, end: 6, observed: `${base}/gone`, severity: 'confirm' },
  ])
  expect(round!.notChecked.map(({ why }) => why)).toContain('1个网址没有检查能否打开。')
  expect(await linkAnswers(deps.db, districtId, manuscriptId)).toHaveLength(1)
})
