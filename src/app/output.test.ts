import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it('a command whose reader has had enough ends in order', () => {
  const script = `import { terminalOutput } from '${new URL('output.ts', import.meta.url).href}'
    const out = terminalOutput()
    for (let line = 0; line < 3; line++) { out.result('x'.repeat(200_000)); await new Promise((done) => setImmediate(done)) }
    process.on('exit', (code) => out.say('ended ' + code))`
  const command = `"$0" --input-type=module -e "$1" | head -c 1`
  const { stderr } = spawnSync('sh', ['-c', command, process.execPath, script], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })
  expect(stderr).toBe('ended 0\n')
})
