import { beforeEach, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { addTarget, sourceOfKind } from '../collection/sources/set-up.ts'
import type { Deps } from '../access/index.ts'
import { runCli } from './index.ts'

let deps: Deps
let said: string[]
let onSaid: () => void

beforeEach(async () => {
  const district = await monitoredDistrict()
  deps = district.deps
  said = []
  onSaid = () => undefined
  const accountId = await district.account(await district.unit('临湖区水务局'), '临湖水务')
  const supervisor = actorOf('supervisor')
  const sourceId = await sourceOfKind(deps, supervisor, districtId, 'feed')
  // Not named with --allow: nothing leaves the house.
  await addTarget(deps, supervisor, { districtId, accountId, sourceId, target: { url: 'http://127.0.0.1:9/feed' } })
})

const run = (...words: string[]) => {
  const say = (text: string) => {
    said.push(text)
    onSaid()
  }
  return runCli(words, {
    osUser: 'test',
    out: { result: say, say, progress: () => undefined },
    open: () =>
      Promise.resolve({
        deps,
        demo: false,
        describe: () => Promise.reject(new Error('not asked for')),
        close: () => Promise.resolve(),
      }),
    serve: () => Promise.resolve(),
    makeDemo: () => Promise.reject(new Error('not asked for')),
  })
}

it('collect run --once looks at what is due, says what came of it and ends, and says so too when nothing is due', async () => {
  expect(await run('collect', 'run', '--once', '--json')).toBe(0)
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ due: 1, outcomes: { 'refused-address': 1 } })
  expect(await run('collect', 'run', '--once')).toBe(0)
  expect(said.at(-1)).toContain('到期 0 个')
})

it('collect run goes on until it is asked to stop, and stops in order', async () => {
  let ended = false
  const running = run('collect', 'run').then((code) => {
    ended = true
    return code
  })
  await new Promise<void>((done) => (onSaid = () => said.at(-1)?.startsWith('到期 1 个') && done()))
  await deps.db.selectFrom('district').select('id').execute()
  expect(ended).toBe(false)
  process.emit('SIGTERM')
  expect(await running).toBe(0)
})

it('collect gaps tells days in a row for one reason in one line', async () => {
  expect(await run('collect', 'gaps', '--account', '临湖水务', '--month', '2026-09')).toBe(0)
  expect(said.at(-1)?.split('\n').slice(1)).toEqual([
    '2026-09-01 至 2026-09-30　未采集　没有安排采集，或者未到采集时间',
  ])
})

it('feed parse and page parse say of a file that isn’t there that it can’t be read', async () => {
  expect(await run('feed', 'parse', '/nowhere/feed.xml')).toBe(1)
  expect(said.at(-1)).toContain('读不到文件“/nowhere/feed.xml”')
  expect(await run('page', 'parse', '/nowhere/a.html', '--url', 'https://www.example.cn/')).toBe(1)
  expect(said.at(-1)).toContain('读不到文件')
})
