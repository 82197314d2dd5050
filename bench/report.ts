import { month, quarter } from '../src/calendar/index.ts'
import { stopPress } from '../src/documents/index.ts'
import { runCheck } from '../src/monitoring/index.ts'
import { compileReport } from '../src/reporting/index.ts'
import { ms, type Row } from './measure.ts'
import { districtId, makeAccounts, makePosts, makeScene } from './scene.ts'

/** A quarter's report in all three formats, with a cold press. */
export async function reportRows(): Promise<Row[]> {
  return [await reportOf(30, 2_000), await reportOf(300, 5_000)]
}

async function reportOf(accounts: number, limit: number): Promise<Row> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, accounts)
    await makePosts(scene, accounts, accounts * 200)
    for (const of of ['2026-07', '2026-08', '2026-09'])
      await runCheck(scene.deps, scene.operator, { districtId, month: month(of) })
    await scene.database.pool.query(`update finding set state = 'confirmed', decided_by = 'bench', decided_at = now()`)
    stopPress()
    const started = performance.now()
    const { content } = await compileReport(scene.deps, scene.operator, {
      districtId,
      quarter: quarter('2026Q3'),
      demo: true,
    })
    const took = performance.now() - started
    return {
      what: `report of ${accounts} accounts, ${content.facts.findings.length} findings, docx + pdf + xlsx`,
      figure: ms(took),
      beside: `limit: ${(took / limit).toFixed(2)} x`,
      target: `< ${ms(limit)}`,
      holds: took < limit,
    }
  } finally {
    stopPress()
    await scene.close()
  }
}
