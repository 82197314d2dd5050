import { join } from 'node:path'
import Excel from 'exceljs'
import { month } from '../src/calendar/index.ts'
import { runCheck } from '../src/monitoring/index.ts'
import { command } from './command.ts'
import { mb, ms, type Row } from './measure.ts'
import { districtId, makeAccounts, makePosts, makeScene } from './scene.ts'

type Size = { accounts: number; postsEach: number; limit: number; memory: number }

const sizes: readonly Size[] = [
  { accounts: 30, postsEach: 200, limit: 2_000, memory: 400 },
  { accounts: 300, postsEach: 200, limit: 3_000, memory: 400 },
  { accounts: 5_000, postsEach: 40, limit: 30_000, memory: 600 },
]

/**
 * A quarter's report in all three formats by the real command, start-up included and with a cold press: of a small
 * district, a large one, a province; memory of the command and its press. Beside it the list of its accounts alone, by the
 * library that offices' programs commonly use.
 */
export async function reportRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of sizes) rows.push(await reportOf(size))
  return rows
}

async function reportOf({ accounts, postsEach, limit, memory }: Size): Promise<Row> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, accounts)
    await makePosts(scene, accounts, accounts * postsEach)
    for (const of of ['2026-07', '2026-08', '2026-09'])
      await runCheck(scene.deps, scene.operator, { districtId, month: month(of) })
    await scene.database.pool.query(`update finding set state = 'confirmed', decided_by = 'bench', decided_at = now()`)
    const args = ['report', '--quarter', '2026Q3', '--data', scene.dataDir, '--out', join(scene.dataDir, 'out')]
    const { took } = await command(args)
    // Compiled again it is the same version, gathered, checked and printed all the same.
    const { most } = await command(args, true)
    const peer = await bareWorkbook(accounts)
    return {
      what: `report of ${accounts} accounts, docx + pdf + xlsx`,
      figure: `${ms(took)}, ${mb(most)}`,
      beside: `limits: ${(took / limit).toFixed(2)} x, ${(most / memory).toFixed(2)} x; the list of accounts alone by exceljs: ${ms(peer)}, ${(took / peer).toFixed(1)} x`,
      target: `< ${limit / 1_000} s, < ${memory} MB`,
      holds: took < limit && most < memory,
    }
  } finally {
    await scene.close()
  }
}

async function bareWorkbook(accounts: number): Promise<number> {
  const started = performance.now()
  const book = new Excel.Workbook()
  const sheet = book.addWorksheet('账号名单')
  for (let at = 1; at <= accounts; at++)
    sheet
      .addRow([`临湖区第${at}局`, `临湖账号${at}`, '微信公众号', '合格'])
      .eachCell((cell) => (cell.border = { top: { style: 'thin' } }))
  await book.xlsx.writeBuffer()
  return performance.now() - started
}
