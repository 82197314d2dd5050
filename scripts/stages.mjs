// Stages of checks: each one runs whatever became of the others, and all close with one line.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { NotReady } from './not-ready.mjs'
import { orSay, prepareDependencies, programNode, root } from './preparation.mjs'

const results = join(root, '.cache/results')

/** A command of an installed package, run by the program's Node: `tool('oxfmt/bin/oxfmt', '--check')`. */
export const tool = (file, ...args) => [join(root, 'node_modules', file), ...args]

/** Vitest and Playwright write their totals as JSON; `report` is where, `count` reads them. */
export const vitest = (...args) => ({
  args: tool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', ...args),
  report: 'vitest.json',
  reportOption: (file) => [`--outputFile.json=${file}`],
  count: ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) => ({
    passed: numPassedTests,
    // A file that could not even be loaded has no test to fail.
    failed:
      numFailedTests +
      testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: numPendingTests + numTodoTests,
  }),
})

export const playwright = (...args) => ({
  args: tool('@playwright/test/cli.js', 'test', ...args),
  report: 'playwright.json',
  reportOption: () => [],
  count: ({ stats, errors = [] }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }),
})

/**
 * Prepares the clone, runs stages `{ name, title, args | work, report?, count?, env? }` in order and prints
 * `N passed, N failed, N skipped` alone on the last line. A stage without a report counts as one check. Sets the exit code.
 */
export async function runStages(stages) {
  if (!(await isReady())) return close({ passed: 0, failed: 1, skipped: 0 })
  mkdirSync(results, { recursive: true })
  const counts = []
  for (const stage of stages) counts.push(await runStage(stage))
  const sum = (key) => counts.reduce((total, one) => total + one[key], 0)
  const unfit = stages.filter((_, i) => counts[i].failed > 0)
  if (unfit.length > 0) console.log(`\n未通过：${unfit.map(({ title, name }) => `${title}（${name}）`).join('、')}`)
  close({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') })
}

const isReady = async () => {
  await orSay(prepareDependencies)
  return process.exitCode === undefined
}

function close({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = failed > 0 ? 1 : 0
}

async function runStage(stage) {
  const started = performance.now()
  const { ok, counts } = stage.work ? await work(stage) : command(stage)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${ok ? '通过' : '未过'}  ${stage.title} (${stage.name}, ${seconds} s)`)
  return counts ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

async function work(stage) {
  try {
    await stage.work()
    return { ok: true }
  } catch (error) {
    if (!(error instanceof NotReady)) throw error
    console.error(error.message)
    return { ok: false }
  }
}

function command({ args, env, report, reportOption, count }) {
  const file = report && join(results, report)
  if (file) rmSync(file, { force: true })
  const ran = spawnSync(programNode(), file ? [...args, ...reportOption(file)] : args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, ...(file && { PLAYWRIGHT_JSON_OUTPUT_NAME: file }) },
  })
  const ok = ran.status === 0
  return file ? { ok, counts: countsOf(file, count, ok) } : { ok }
}

// A runner that ended badly although none of its tests failed, or that left no report, has failed itself.
function countsOf(file, count, ok) {
  let counts
  try {
    counts = count(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}
