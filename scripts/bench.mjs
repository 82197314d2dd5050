// `npm run bench [PART…]`: builds and measures, each figure beside something in the same run. Machines differ; ratios don't.
import { spawnSync } from 'node:child_process'
import { orSay, prepareDependencies, prepareProgram, programNode, root } from './preparation.mjs'

await orSay(async () => {
  await prepareDependencies()
  await prepareProgram()
  const args = ['--expose-gc', 'dist/bench/main.js', ...process.argv.slice(2)]
  process.exitCode = spawnSync(programNode(), args, { cwd: root, stdio: 'inherit' }).status ?? 1
})
