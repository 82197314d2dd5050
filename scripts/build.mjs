// Compiles src/ and bench/ to dist/: TypeScript by tsc, everything else copied beside it, islands bundled for old browsers.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { lockDigest } from './install.mjs'
import { NotReady } from './not-ready.mjs'

const stampOf = (root) => join(root, 'dist', '.built')
const isTest = (name) => /\.test\.tsx?$/.test(name)

/** Whether dist/ was built from the sources as they are now. A few milliseconds. */
export function isBuilt(root) {
  try {
    return readFileSync(stampOf(root), 'utf8') === sourceDigest(root)
  } catch {
    return false
  }
}

/** Names, sizes and times of all that a build reads: a file added, changed or taken away makes it another. */
function sourceDigest(root) {
  const hash = createHash('sha256').update(lockDigest(root))
  const add = (path) => {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`)
  }
  for (const name of ['tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs', 'scripts/islands.mjs'])
    add(join(root, name))
  // The bench compiles what it needs of the tests' support along with it.
  for (const folder of ['src', 'bench', 'tests/support/platforms'])
    for (const entry of sourcesOf(join(root, folder))) add(join(entry.parentPath, entry.name))
  return hash.digest('hex')
}

const sourcesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !isTest(entry.name))

/**
 * Builds into a folder aside and puts it in place at the end, so that neither a running program nor a failed build
 * ever sees half of one. Refuses with what the compiler said.
 */
export function build(root, node) {
  // Beside its place: source maps name src/ from where they lie, so both folders must be equally deep.
  const next = join(root, 'dist.next')
  const old = join(root, 'dist.old')
  for (const folder of [next, old]) rmSync(folder, { recursive: true, force: true })
  // Taken before: a file saved during the build makes the next start build again.
  const digest = sourceDigest(root)
  run(root, node, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', next])
  run(root, node, [join(root, 'scripts/islands.mjs'), join(next, 'src/web/static/islands')])
  copyAssets(root, join(next, 'src'))
  writeFileSync(join(next, '.built'), digest)
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old)
  renameSync(next, join(root, 'dist'))
  rmSync(old, { recursive: true, force: true })
}

function run(root, node, args) {
  const ran = spawnSync(node, args, { cwd: root, encoding: 'utf8' })
  if (ran.status === 0) return
  const said = `${ran.stdout ?? ''}${ran.stderr ?? ''}${ran.error?.message ?? ''}`.trim()
  throw new NotReady(`编译没有成功，程序没有启动。The build failed:\n${said}`)
}

function copyAssets(root, target) {
  const source = join(root, 'src')
  for (const entry of sourcesOf(source)) {
    if (/\.(tsx?|md)$/.test(entry.name)) continue
    const from = join(entry.parentPath, entry.name)
    const to = join(target, relative(source, from))
    mkdirSync(dirname(to), { recursive: true })
    cpSync(from, to)
  }
}
