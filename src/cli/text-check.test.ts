import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { enterRow, lexiconKind } from '../publishing/index.ts'
import { type Environment, runCli } from './index.ts'

const said: string[] = []
const never = () => Promise.reject(new Error('not asked for'))
const terminal: Environment = {
  osUser: 'test',
  out: { result: (text) => void said.push(text), say: (text) => void said.push(text), progress: () => undefined },
  open: never,
  serve: never,
  makeDemo: never,
}

async function fileOf(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'text-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, '稿件.txt')
  await writeFile(file, content)
  return file
}

async function check(content: string | Uint8Array, ...options: string[]): Promise<string> {
  const file = await fileOf(content)
  expect(await runCli(['text-check', file, '--on', '2026-10-12', ...options], terminal)).toBe(0)
  return said.at(-1) ?? ''
}
const observed = (answer: string) =>
  (JSON.parse(answer) as { findings: { observed: string }[] }).findings.map((one) => one.observed)

it('text-check finds the typo of the notice itself, and those that circulars quoted, without a database', async () => {
  const notice = '对信息更新慢、内容推送迟、交流互动差、办事效率底的，要限期采取措施整改到位。'
  expect(observed(await check(notice, '--json'))).toEqual(['效率底'])
  const words = ['攻府', '共合国', '扫黑险恶', '秸杆', '警钟常鸣']
  expect(observed(await check(words.map((word) => `公告称${word}。`).join('\n'), '--json'))).toEqual(words)
})

it('text-check takes one sentence a line and 5,000 lines at once', async () => {
  const lines = Array.from({ length: 5_000 }, (_, at) => `第${at + 1}句，请各单位按要求报送。`)
  lines[4_321] = '检查院发布公告。'
  const { outcome, findings } = JSON.parse(await check(lines.join('\n'), '--json')) as {
    outcome: string
    findings: { paragraph: number; rule: string }[]
  }
  expect([outcome, ...findings.map(({ paragraph, rule }) => [paragraph, rule])]).toEqual([
    'checked',
    [4_322, 'lexicon:通报/检查院'],
  ])
})

it('text-check says at the terminal what is wrong and why, and masks when asked to', async () => {
  const text = '联系人电话13812345678，认真的做好备案。'
  expect((await check(text)).split('\n')).toEqual([
    '发现 2 处，请逐处核对：',
    '第1段　请确认　保密关·个人信息　138****5678 → 脱敏',
    expect.stringContaining('手机号码属于个人信息'),
    '第1段　请确认　文字关·用词　的 → 地',
    expect.stringContaining('“地”'),
  ])
  expect(await check(text, '--mask')).toBe('联系人电话138****5678，认真的做好备案。')
})

it('text-check has an outcome for whatever the bytes are', async () => {
  for (const bytes of [Buffer.from('89504e470d0a1a0a00', 'hex'), Buffer.from([0xff, 0xff, 0x81]), new Uint8Array()])
    expect(JSON.parse(await check(bytes, '--json'))).toMatchObject({ outcome: 'unreadable', findings: [] })
  expect(await check(Buffer.from('89504e470d0a1a0a00', 'hex'))).toContain('图片里的文字没有检查')
})

it('text-check asks the district’s own lists where a data directory is named, and only then', async () => {
  const { deps } = await monitoredDistrict()
  const line = new Map([
    ['错误用语', '临湖新城'],
    ['正确用语', '临湖新区'],
    ['依据', '区划调整批复'],
  ])
  await enterRow(deps, actorOf('supervisor'), { districtId, kind: lexiconKind, unitId: null, written: line })
  const place = { deps, demo: false, describe: never, close: () => Promise.resolve() }
  const file = await fileOf('临湖新城通车')
  const words = ['text-check', file, '--json', '--data', 'data', '--district', districtId]
  expect(await runCli(words, { ...terminal, open: () => Promise.resolve(place) })).toBe(0)
  expect(observed(said.at(-1) ?? '')).toEqual(['临湖新城'])
  expect(observed(await check('临湖新城通车', '--json'))).not.toContain('临湖新城')
})
