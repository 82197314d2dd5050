import { Refusal } from '../../../vocabulary/refusals/index.ts'
import type { EvidenceRow } from '../model.ts'
import { chromiumPath, drawPage } from './chromium.ts'
import { linesIn } from './lines.ts'
import { picturePage } from './page.tsx'

/** Evidence as a picture: what was kept, masked, drawn anew by the Chromium at this path. Refuses what `drawPage` refuses. */
export async function drawEvidence(program: string, evidence: EvidenceRow, kept: string): Promise<Buffer> {
  const lines = linesIn(kept)
  const cut = await picturePage(evidence, lines, true)
  const whole = lines.isCut ? cut : await picturePage(evidence, lines, false)
  return (await drawPage(program, { whole, cut })).png
}

/** Whether the browser that is set draws, tried as evidence is drawn; undefined where none is set. */
export async function pictureHealth(
  program = chromiumPath(),
): Promise<{ version: string } | { failed: string } | undefined> {
  if (!program) return undefined
  const page = '<!doctype html><p>重现图</p>'
  try {
    const { version } = await drawPage(program, { whole: page, cut: page })
    return { version }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { failed: error.cause instanceof Error ? error.cause.message : error.message }
  }
}
