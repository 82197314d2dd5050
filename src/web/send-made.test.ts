import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { WebVariables } from './context.ts'
import { type MadeFile, sendMade } from './send-made.ts'

/** What an answer leaves in the folder for temporary files, and what it says. */
async function answered(writeTo: MadeFile['writeTo'], read: boolean) {
  const temporary = mkdtempSync(join(tmpdir(), 'govmedia-sent-'))
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(temporary, { recursive: true, force: true })
  })
  const app = new Hono<{ Variables: WebVariables }>()
  app.get('/', (c) => sendMade(c, { fileName: '附件2.xlsx', mediaType: 'application/zip', writeTo }))
  app.onError((error, c) => c.text(error.message, 500))
  const answer = await app.request('/')
  const text = read ? await answer.text() : ''
  const left = readdirSync(temporary)
  await answer.body?.cancel().catch(() => undefined)
  return { status: answer.status, text, left }
}

const writes = async (path: string) => writeFileSync(path, '13800000001')

it('a file made for an answer is sent whole, and no name of it is left, read or not', async () => {
  expect(await answered(writes, true)).toEqual({ status: 200, text: '13800000001', left: [] })
  expect(await answered(writes, false)).toEqual({ status: 200, text: '', left: [] })
})

it('half of one that breaks off is sent to nobody and left nowhere', async () => {
  const breaks = async (path: string) => {
    await writes(path)
    throw new Error('broken off')
  }
  expect(await answered(breaks, true)).toEqual({ status: 500, text: 'broken off', left: [] })
})
