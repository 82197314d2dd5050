// `npm run typo-model -- --inputs DIR,DIR`: builds the packed typo model with the program's own node, straight from TypeScript.
import { spawnSync } from 'node:child_process'
import { orSay, prepareDependencies, programNode, root } from './preparation.mjs'

await orSay(async () => {
  await prepareDependencies()
  const args = ['--max-old-space-size=6000', 'scripts/typo-model/build.ts', ...process.argv.slice(2)]
  process.exitCode = spawnSync(programNode(), args, { cwd: root, stdio: 'inherit' }).status ?? 1
})
