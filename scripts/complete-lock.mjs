// A lock file written on one platform lacks the packages that only other platforms install, and `npm ci` refuses there.
// This adds the missing entries from the registry's own metadata:  node scripts/complete-lock.mjs
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url))

/** Optional packages that some entry of a lock file names and no entry holds: `[{ name, range, dev }]`. */
export function missingOptional({ packages }) {
  const missing = new Map()
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const there = [`${place}/node_modules/${name}`, `node_modules/${name}`].some((key) => key in packages)
      if (!there) missing.set(name, { name, range, dev: entry.dev === true || entry.devOptional === true })
    }
  }
  return [...missing.values()]
}

async function entryFor({ name, range, dev }) {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['view', `${name}@${range}`, '--json', 'version', 'dist.integrity', 'os', 'cpu', 'libc', 'engines', 'license'],
    { maxBuffer: 1e7 },
  )
  const answer = JSON.parse(stdout)
  const found = Array.isArray(answer) ? answer.at(-1) : answer
  const { version, os, cpu, libc, engines, license } = found
  const integrity = found['dist.integrity']
  return {
    version,
    integrity,
    ...(cpu && { cpu }),
    ...(dev && { dev }),
    ...(libc && { libc }),
    ...(license && { license }),
    optional: true,
    ...(os && { os }),
    ...(engines && { engines }),
  }
}

// Named by their parent but never published in that version: nobody can lock them, and npm passes over them.
const unpublishedPath = fileURLToPath(new URL('never-published.json', import.meta.url))

async function complete() {
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  const missing = missingOptional(lock)
  const unpublished = []
  for (let at = 0; at < missing.length; at += 6) {
    await Promise.all(
      missing.slice(at, at + 6).map(async (one) => {
        const entry = await entryFor(one).catch((error) => {
          if (String(error.stdout).includes('E404')) return undefined
          throw error
        })
        if (entry) lock.packages[`node_modules/${one.name}`] = entry
        else unpublished.push(`${one.name}@${one.range}`)
      }),
    )
  }
  writeFileSync(unpublishedPath, `${JSON.stringify(unpublished.sort(), null, 2)}\n`)
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`${missing.length - unpublished.length} entries added, ${unpublished.length} were never published`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await complete()
