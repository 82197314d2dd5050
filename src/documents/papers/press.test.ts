import { afterAll, describe, expect, it } from 'vitest'
import { pressId, print, stopPress } from './press.ts'
import { compose } from './compose.ts'
import { civilDate } from '../../calendar/index.ts'

const sheet = compose({
  kind: 'circular',
  title: ['关于政务新媒体监测情况的通报'],
  body: [{ kind: 'paragraph', runs: ['特此通报。'] }],
  signature: { office: '临湖区人民政府办公室', day: civilDate('2026-10-09') },
})

describe('the press', () => {
  afterAll(stopPress)

  it('does several jobs in one process', async () => {
    const jobs = [print({ kind: 'docx', sheet }), print({ kind: 'pdf', sheet, fontFolders: [] })]
    const running = pressId()
    expect(running).toBeGreaterThan(0)
    const [docx, pdf] = await Promise.all(jobs)
    expect(Buffer.from(docx ?? []).toString('latin1', 0, 2)).toBe('PK')
    expect(Buffer.from(pdf ?? []).toString('latin1', 0, 5)).toBe('%PDF-')
    expect(pressId()).toBe(running)
  })

  it('gives what comes after a large paper to a new process, and loses none of it', async () => {
    const columns = ['序号', '单位', '名称', '平台', '判定'].map((title) => ({ title, width: 1 }))
    const rows = Array.from({ length: 2_500 }, (_, at) => [String(at), '临湖区水务局', '临湖水务', '微博', '合格'])
    const large = compose({
      kind: 'report',
      title: ['附表'],
      body: [{ kind: 'table', columns, rows }],
      signature: { office: '临湖区人民政府办公室', day: civilDate('2026-10-09') },
    })
    stopPress()
    const jobs = [print({ kind: 'docx', sheet: large }), print({ kind: 'docx', sheet }), print({ kind: 'docx', sheet })]
    const running = pressId()
    const [first, second, third] = await Promise.all(jobs)
    expect(first!.length).toBeGreaterThan(second!.length)
    expect(second).toEqual(third)
    expect(pressId()).toBeGreaterThan(0)
    expect(pressId()).not.toBe(running)
  })

  it('refuses a job it cannot do with the reason, and does the next one', async () => {
    const broken = { ...sheet, day: 'no day' }
    await expect(print({ kind: 'pdf', sheet: broken, fontFolders: [] })).rejects.toMatchObject({
      message: 'the paper could not be printed',
      cause: expect.stringContaining('paper.typ'),
    })
    await expect(print({ kind: 'pdf', sheet, fontFolders: [] })).resolves.toBeInstanceOf(Uint8Array)
  })

  it('refuses what was under way when the press died, and starts a new one for the next job', async () => {
    const lost = print({ kind: 'docx', sheet })
    const died = pressId() ?? 0
    process.kill(died, 'SIGKILL')
    await expect(lost).rejects.toMatchObject({ cause: expect.stringContaining('SIGKILL') })
    await expect(print({ kind: 'docx', sheet })).resolves.toBeInstanceOf(Uint8Array)
    expect(pressId()).not.toBe(died)
  })
})
