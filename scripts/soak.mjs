// `npm run soak`: the long versions of tests whose short versions run in `npm test`. Closes with `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { NotReady, prepare, programNode, root } from './prepare.mjs'

const report = join(root, '.cache', 'results', 'vitest.json')
const full = { GOVMEDIA_KILL_ROUNDS: '300', GOVMEDIA_PAPER_RUNS: '500', GOVMEDIA_PROPERTY_RUNS: '1000' }

try {
  await prepare()
  mkdirSync(join(root, '.cache', 'results'), { recursive: true })
  rmSync(report, { force: true })
  const args = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'vitest.soak.config.ts']
  const ran = spawnSync(programNode(), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...full, ...process.env },
  })
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`)
  process.exitCode = ran.status ?? 1
} catch (error) {
  if (!(error instanceof NotReady)) throw error
  console.error(error.message)
  process.exitCode = 1
}
