import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSource, type Reading } from './read-source.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Rooms from the ground up; an import may only point to a room that comes earlier. */
export const rooms = [
  'vocabulary',
  'calendar',
  'documents',
  'textcheck',
  'outgoing',
  'database',
  'trail',
  'jobs',
  'access',
  'sso',
  'files',
  'checkpoints',
  'notify',
  'web',
  'backup',
  'webhooks',
  'holidays',
  'registry',
  'filing',
  'collection',
  'engagement',
  'publishing',
  'monitoring',
  'cleanup',
  'rectification',
  'emergency',
  'instructions',
  'reporting',
  'circulars',
  'superiors',
  'overview',
  'rollup',
  'exchange',
  'scoring',
  'dossier',
  'bulletins',
  'open-data',
  'api',
  'cli',
  'app',
]

export type Source = Reading & { path: string; lines: number; room: string | undefined; isTest: boolean }

/** Files git knows or would take, by path; read from the work tree. */
export function projectFiles(pattern: RegExp): string[] {
  // A clone may belong to another user than the one who tests it.
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0')
  return [...new Set(listed)].filter((path) => pattern.test(path) && existsSync(join(root, path))).sort()
}

/** The text of every file of the project whose path fits, by path. */
export const sourceTexts = (pattern: RegExp): Map<string, string> =>
  new Map(projectFiles(pattern).map((path) => [path, readFileSync(join(root, path), 'utf8')]))

/** Every TypeScript source of the project. */
export function sources(): Source[] {
  return projectFiles(/\.tsx?$/).map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    return {
      path,
      lines: text.split('\n').length - 1,
      room: /^src\/([^/]+)\//.exec(path)?.[1],
      isTest: /\.(test|spec)\.tsx?$/.test(path) || !path.startsWith('src/'),
      ...readSource(path, text),
    }
  })
}

/** A source and all of its own room that it reaches by imports of values, which are what runs; types vanish before. */
export function reachedFrom(start: Source, all: ReadonlyMap<string, Source>): Source[] {
  const reached = new Set<Source>()
  const visit = (source: Source | undefined): void => {
    if (!source || source.room !== start.room || reached.has(source)) return
    reached.add(source)
    for (const { target, typeOnly } of source.imports) if (!typeOnly) visit(all.get(target))
  }
  visit(start)
  return [...reached]
}

/** Every module, of the project and of packages, that is loaded before the first line of a source runs. */
export function loadedWith(start: string, all: ReadonlyMap<string, Source>): Set<string> {
  const loaded = new Set([start])
  for (const path of loaded)
    for (const { target, typeOnly, later } of all.get(path)?.imports ?? []) if (!typeOnly && !later) loaded.add(target)
  return loaded
}
