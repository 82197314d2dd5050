// `npm run bench`: builds and measures, each figure beside something in the same run. Machines differ; ratios don't.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { NotReady, prepare, programNode, root } from './prepare.mjs'

try {
  await prepare()
  const ran = spawnSync(
    programNode(),
    ['--expose-gc', join(root, 'dist', 'bench', 'main.js'), ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  )
  process.exitCode = ran.status ?? 1
} catch (error) {
  if (!(error instanceof NotReady)) throw error
  console.error(error.message)
  process.exitCode = 1
}
