import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('../app/main.ts', import.meta.url))

/** The program as it runs at a terminal, with bytes coming in by a pipe: `… | ./govmedia text-check -`. */
async function piped(bytes: Uint8Array, ...options: string[]) {
  const child = spawn(process.execPath, [program, 'text-check', '-', '--on', '2026-10-12', ...options])
  const ended = once(child, 'close')
  child.stdin.end(bytes)
  const [result, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = (await ended) as [number | null]
  return { code, result, said }
}
type Answer = { outcome: string; why?: string; findings: { observed: string; start: number }[] }
async function answered(bytes: Uint8Array): Promise<Answer> {
  const { code, result, said } = await piped(bytes, '--json')
  expect([code, said]).toEqual([0, ''])
  return JSON.parse(result) as Answer
}

const sentence = '公告称秸杆禁烧。'
const found = { outcome: 'checked', findings: [{ observed: '秸杆' }] }
// 秸 and 杆 as GB18030 has them, which Node cannot write.
const gb18030 = Buffer.from('b9abb8e6b3c6bdd5b8cbbdfbc9d5a1a3', 'hex')

it('text-check reads a text from standard input, and says the same of it as of a file', async () => {
  expect(await answered(Buffer.from(sentence))).toMatchObject(found)
  const { code, result, said } = await piped(Buffer.from(sentence))
  expect([code, said]).toEqual([0, ''])
  expect(result).toMatch(/^发现 1 处，请逐处核对：\n第1段　.*秸杆 → 秸秆\n/)
})

it('text-check reads standard input in the encodings that offices use', async () => {
  const marked = Buffer.from(`\ufeff${sentence}`, 'utf16le')
  expect(await Promise.all([gb18030, marked].map(answered))).toMatchObject([found, found])
})

it('text-check puts together what comes in pieces, wherever a letter is cut', async () => {
  // More than a pipe holds; one byte in front, so that no piece ends where a letter does.
  const before = `a${'各单位按要求报送。\n'.repeat(10_000)}`
  const { outcome, findings } = await answered(Buffer.from(before + sentence))
  expect([outcome, findings.map(({ observed, start }) => [observed, start])]).toEqual([
    'checked',
    [['秸杆', before.length + 3]],
  ])
})

it('text-check says of standard input that is empty, damaged or of no encoding what is wrong, and guesses nothing', async () => {
  const damaged = Buffer.concat([Buffer.from(`${sentence}\n${sentence}`), Buffer.from([0xe7, 0xa7]), Buffer.from('。')])
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(), '空'],
    [damaged, '第 2 行'],
    [Buffer.from('ffff81', 'hex'), '编码'],
  ]
  const answers = await Promise.all(cases.map(([bytes]) => answered(bytes)))
  expect(answers).toMatchObject(
    cases.map(([, word]) => ({ outcome: 'unreadable', findings: [], why: expect.stringContaining(word) })),
  )
  const { code, result } = await piped(new Uint8Array())
  expect([code, result]).toEqual([0, expect.stringMatching(/^没有检查：/)])
})
