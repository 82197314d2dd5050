import { expect, it, vi } from 'vitest'
import { inspectScan, scanPage } from './inspect-scan.ts'

// Nothing but the clock is different here: six seconds instead of thirty.
vi.mock('./limits.ts', async (original) => {
  const real = await original<typeof import('./limits.ts')>()
  return { ...real, scanLimits: { ...real.scanLimits, millis: 6_000 } }
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

it('takes a scan on which the search for codes never ends, without codes', { timeout: 30_000 }, async () => {
  expect(await inspectScan({ name: '扫描件', bytes: hanging() })).toMatchObject({ kind: 'pdf', pages: 1, codes: [] })
})

it('says that a page which is never drawn cannot be shown', { timeout: 30_000 }, async () => {
  await expect(scanPage(hanging(), 1, 2_400)).rejects.toMatchObject({ code: 'scan.too-heavy' })
})
