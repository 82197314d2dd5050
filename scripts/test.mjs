// All checks, cheapest first; every stage runs, and the run closes with `N passed, N failed, N skipped`.
//   node scripts/test.mjs [--no-journeys] [--only=types,format,…]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { NotReady, prepare, programNode, root } from './prepare.mjs'

const bin = (name, file) => join(root, 'node_modules', name, file)
const results = join(root, '.cache', 'results')

const stages = [
  { name: 'types', title: '类型', args: [bin('typescript', 'bin/tsc'), '--noEmit', '-p', '.'] },
  { name: 'island types', title: '页面脚本类型', args: [bin('typescript', 'bin/tsc'), '-p', 'src/web/islands'] },
  { name: 'format', title: '格式', args: [bin('oxfmt', 'bin/oxfmt'), '--check', '.'] },
  {
    name: 'lint',
    title: '代码规范',
    args: [bin('oxlint', 'bin/oxlint'), '--type-aware', '--deny-warnings', '--quiet'],
  },
  { name: 'unused', title: '无用代码', args: [bin('knip', 'bin/knip.js')] },
  { name: 'rows', title: '行类型与数据库结构一致', args: ['scripts/rows.mjs', '--check'] },
  {
    name: 'vitest',
    title: '测试',
    args: [bin('vitest', 'vitest.mjs'), 'run'],
    report: 'vitest.json',
    count: countVitest,
  },
  {
    name: 'journeys',
    title: '浏览器走查',
    args: [bin('@playwright/test', 'cli.js'), 'test'],
    report: 'playwright.json',
    count: countPlaywright,
  },
]

function countVitest(report) {
  return {
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function countPlaywright({ stats, errors = [] }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped }
}

function runStage(stage) {
  const started = performance.now()
  const report = stage.report && join(results, stage.report)
  if (report) rmSync(report, { force: true })
  const ran = spawnSync(programNode(), stage.args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report ?? '' },
  })
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
  const ok = ran.status === 0
  console.log(`${ok ? '通过' : '未过'}  ${stage.title} (${stage.name}, ${took})`)
  if (!stage.count) return ok ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
  const counts = existsSync(report)
    ? stage.count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 }
  // A runner that ended badly although no test failed has failed itself.
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

const only = process.argv
  .find((word) => word.startsWith('--only='))
  ?.slice(7)
  .split(',')
const wanted = stages.filter(({ name }) =>
  only ? only.includes(name) : !(name === 'journeys' && process.argv.includes('--no-journeys')),
)

try {
  await prepare()
  mkdirSync(results, { recursive: true })
  const all = wanted.map(runStage)
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
  process.exitCode = sum('failed') > 0 ? 1 : 0
} catch (error) {
  if (!(error instanceof NotReady)) throw error
  console.error(error.message)
  console.log('0 passed, 1 failed, 0 skipped')
  process.exitCode = 1
}
