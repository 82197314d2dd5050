import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))
let clone: string

// A clone with one source of its own, built as `npm start` builds.
beforeAll(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), 'govmedia-clone-')))
  for (const name of ['scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(project, name), join(clone, name), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(clone, 'node_modules'))
  for (const folder of ['src/app', 'bench', 'tests/support/platforms'])
    mkdirSync(join(clone, folder), { recursive: true })
  writeFileSync(
    join(clone, 'src/app/main.ts'),
    'type Shelf = { books: number }\n\nconst fall = (shelf: Shelf) => {\n  throw new Error(`${shelf.books} fell`)\n}\nfall({ books: 3 })\n',
  )
  const builder = `import { build } from './scripts/build.mjs'\nbuild(${JSON.stringify(clone)}, process.execPath)`
  const built = spawnSync(process.execPath, ['--input-type=module', '-e', builder], { cwd: clone, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(built.stderr)
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

describe('what a build makes', () => {
  it('tells of an error by the line in src/ of this clone', () => {
    const program = join(clone, 'dist/src/app/main.js')
    const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', program], { encoding: 'utf8' })
    expect(stderr).toContain(`${join(clone, 'src/app/main.ts')}:4:`)
    const { sources } = JSON.parse(readFileSync(`${program}.map`, 'utf8')) as { sources: string[] }
    expect(sources.map((source) => resolve(dirname(program), source))).toEqual([join(clone, 'src/app/main.ts')])
  })

  it('stands in its place alone: nothing is left of the building', () => {
    expect(['dist', 'dist.next', 'dist.old'].map((name) => existsSync(join(clone, name)))).toEqual([true, false, false])
  })
})
