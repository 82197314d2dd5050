// Compiles src/ to dist/: TypeScript by tsc, everything else copied beside it, islands bundled for old browsers.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Builds into a new folder and swaps it in at the end, so that a running program or a failed build never sees half of one. Answers what went wrong, or undefined. */
export function build({ root, node }) {
  const next = join(root, `dist.${process.pid}`)
  rmSync(next, { recursive: true, force: true })
  const steps = [
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json', '--outDir', next],
    [fileURLToPath(new URL('islands.mjs', import.meta.url)), join(next, 'src', 'web', 'static', 'islands')],
  ]
  for (const args of steps) {
    const ran = spawnSync(node, args, { cwd: root, encoding: 'utf8' })
    if (ran.status !== 0) {
      rmSync(next, { recursive: true, force: true })
      return `${ran.stdout}${ran.stderr}${ran.error?.message ?? ''}`.trim()
    }
  }
  copyAssets(join(root, 'src'), join(next, 'src'))
  swap(next, join(root, 'dist'))
  return undefined
}

function copyAssets(from, to) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(tsx?|md)$/.test(entry.name)) continue
    const source = join(entry.parentPath, entry.name)
    const target = join(to, relative(from, source))
    mkdirSync(dirname(target), { recursive: true })
    cpSync(source, target)
  }
}

function swap(next, target) {
  const old = `${target}.old.${process.pid}`
  if (existsSync(target)) renameSync(target, old)
  renameSync(next, target)
  rmSync(old, { recursive: true, force: true })
}
