import { beforeEach, expect, it, vi } from 'vitest'

// Nothing but the time is different here: three seconds of a processor instead of twenty.
const time = vi.hoisted(() => ({ cpuSeconds: 3, millis: 90_000 }))
vi.mock('./limits.ts', async (original) => {
  const real = await original<typeof import('./limits.ts')>()
  return { ...real, scanLimits: Object.assign(time, { ...real.scanLimits, ...time }) }
})

const scans = () => import('./inspect-scan.ts')

beforeEach(() => {
  vi.resetModules()
  Object.assign(time, { cpuSeconds: 3, millis: 90_000 })
})

/** A page that is painted over a million times: drawing it takes many minutes. */
function hanging(): Uint8Array {
  const content = '0 0 595 842 re f\n'.repeat(1_000_000)
  return Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj
4 0 obj<</Length ${content.length}>>stream
${content}
endstream endobj
trailer<</Root 1 0 R>>
%%EOF`)
}

it('takes a scan on which the search for codes never ends, without codes', { timeout: 60_000 }, async () => {
  const { inspectScan } = await scans()
  expect(await inspectScan({ name: '扫描件', bytes: hanging() })).toMatchObject({ kind: 'pdf', pages: 1, codes: [] })
})

it('says that a page which is never drawn cannot be shown', { timeout: 60_000 }, async () => {
  const { scanPage } = await scans()
  await expect(scanPage(hanging(), 1, 2_400)).rejects.toMatchObject({ code: 'scan.too-heavy' })
})

it('stops a process that gets no processor by the clock', async () => {
  time.millis = 1
  const { inspectScan } = await scans()
  await expect(inspectScan({ name: '扫描件', bytes: hanging() })).rejects.toMatchObject({ code: 'scan.too-heavy' })
})
