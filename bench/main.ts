import { apiRows } from './api.ts'
import { backupRows } from './backup.ts'
import { cleanupRows } from './cleanup.ts'
import { collectingRows } from './collecting.ts'
import { corpusRows } from './feed-corpus.ts'
import { feedRows } from './feeds.ts'
import { inspectionRows } from './inspection.ts'
import { checkRows } from './month-check.ts'
import type { Row } from './measure.ts'
import { ledgerRows } from './ledger-page.ts'
import { lexiconRows } from './lexicons.ts'
import { overviewRows } from './overview.ts'
import { scaleRows } from './province.ts'
import { programRows } from './program.ts'
import { reportRows } from './report.ts'
import { scoreRows } from './score.ts'
import { sheetRows } from './sheets.ts'
import { typoRows } from './typos.ts'

const parts: Record<string, () => Promise<Row[]>> = {
  api: apiRows,
  backup: backupRows,
  check: checkRows,
  cleanup: cleanupRows,
  collecting: collectingRows,
  corpus: corpusRows,
  feeds: feedRows,
  inspection: inspectionRows,
  ledger: ledgerRows,
  lexicons: lexiconRows,
  overview: overviewRows,
  sheets: sheetRows,
  report: reportRows,
  scale: scaleRows,
  score: scoreRows,
  program: programRows,
  typos: typoRows,
}
const wanted = process.argv.slice(2)
const rows: Row[] = []
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`measuring ${name} …\n`)
  rows.push(...(await measure()))
}

console.log('| what | measured | beside | target | |\n|---|---|---|---|---|')
for (const { what, figure, beside, target, holds } of rows)
  console.log(`| ${what} | ${figure} | ${beside} | ${target} | ${holds ? 'holds' : 'missed'} |`)
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1
