import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missingOptional } from '../../scripts/complete-lock.mjs'
import { projectFiles, root } from './sources.ts'

type Named = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>
type Locked = Named & {
  version?: string
  integrity?: string
  resolved?: string
  link?: boolean
  optional?: boolean
  os?: string[]
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('package.json')) as Named & { scripts: Record<string, string> }
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const locked = Object.entries(lock.packages).filter(([place]) => place !== '')

describe('the lock file', () => {
  it('holds every optional package of every platform, so that `npm ci` succeeds on each', () => {
    expect(missingOptional(lock)).toEqual([])
    const platforms = new Set(locked.flatMap(([, { os = [] }]) => os))
    expect([...platforms]).toEqual(expect.arrayContaining(['linux', 'darwin']))
  })

  it('would be found incomplete if one of them were gone', () => {
    const [place, entry] =
      locked.find(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).length > 5) ?? []
    const gone = Object.keys(entry?.optionalDependencies ?? {})[0] ?? ''
    const { [`node_modules/${gone}`]: _, ...rest } = lock.packages
    expect(
      missingOptional({ packages: rest }).map(({ name }) => name),
      place,
    ).toContain(gone)
  })

  it('says what every package weighs in as, and no address to fetch it from', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([])
    const unweighed = locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
    expect(unweighed.filter(([, entry]) => isForThisPlatform(entry)).map(([place]) => place)).toEqual([])
  })

  it('was made from package.json as it is', () => {
    const { dependencies, devDependencies, optionalDependencies } = lock.packages[''] ?? {}
    expect({ dependencies, devDependencies, optionalDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      optionalDependencies: manifest.optionalDependencies,
    })
  })
})

// A registry may not hold what only other platforms install; `complete-lock.mjs` then writes it by its name alone.
const isForThisPlatform = ({ os, cpu }: { os?: string[]; cpu?: string[] }) =>
  (os?.includes('linux') ?? true) && (cpu?.includes('x64') ?? true)

describe('package.json', () => {
  it('names the major of every package: an old npm would silently take an older one', () => {
    const ranges = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    })
    expect(ranges.length).toBeGreaterThan(20)
    expect(ranges.filter(([, range]) => !/^(npm:@?[\w/-]+@)?\^?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))).toEqual([])
  })

  it('starts scripts that exist', () => {
    const named = Object.values(manifest.scripts).flatMap((line) => line.match(/scripts\/[\w.-]+/g) ?? [])
    expect(named.length).toBeGreaterThan(4)
    expect(named.filter((path) => projectFiles(new RegExp(`^${path}$`)).length === 0)).toEqual([])
  })
})

describe('papers and sources', () => {
  const texts = projectFiles(/\.(md|json|tsx?|m?js|mts|sh|sql|css|typ|ya?ml|toml)$|^govmedia$|^\.ci\//)

  it('name no machine, no person’s folder and no registry', () => {
    expect(texts.length).toBeGreaterThan(300)
    const own = [root.replace(/\/$/, ''), homedir()].filter((path) => path.split('/').length > 2)
    const host = new RegExp(['registry', '(npmjs|npmmirror|yarnpkg)'].join('\\.'))
    const foreign = /\/(?:home|Users)\/[a-z][\w-]*\//
    const found = texts.filter((path) => {
      const text = read(path)
      return host.test(text) || foreign.test(text) || own.some((folder) => text.includes(folder))
    })
    expect(found).toEqual([])
  })

  it('begin with the licence, and the commands of a clone can be run', () => {
    expect(read('LICENSE')).toContain('Apache License')
    const args = ['-c', 'safe.directory=*', 'ls-files', '--stage', 'govmedia', '.ci/run', 'scripts/run.sh']
    const modes = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim().split('\n')
    expect(modes.map((line) => line.slice(0, 6))).toEqual(['100755', '100755', '100755'])
  })
})
