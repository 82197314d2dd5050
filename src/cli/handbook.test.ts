import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commonOptions } from './command.ts'
import { commands } from './commands/index.ts'
import { programs } from './programs.ts'

const folder = new URL('../../docs/handbook/', import.meta.url)
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))

/** Every command line of a page: its words up to the end of the line, of the quotation or of the cell. */
const linesOf = (page: string): string[] =>
  [...readFileSync(new URL(page, folder), 'utf8').matchAll(/\.\/govmedia ([a-z][^`\n|#]*)/g)].map(([, line]) =>
    line!.trim(),
  )

async function knownOptions(line: string): Promise<string[] | undefined> {
  const words = line.split(/\s+/)
  const name = [2, 1].map((most) => words.slice(0, most).join(' ')).find((one) => Object.hasOwn(commands, one))
  if (name !== undefined) return Object.keys({ ...commonOptions, ...(await commands[name]!()).options })
  const own = programs[words[0] ?? '']
  return own && Object.keys({ help: true, ...own.options })
}

it('the handbook names only commands and options that there are', async () => {
  const unknown: string[] = []
  let seen = 0
  for (const page of pages) {
    for (const line of linesOf(page)) {
      seen += 1
      const known = await knownOptions(line)
      const asked = [...line.matchAll(/--([a-z-]+)/g)].map(([, option]) => option!)
      if (!known) unknown.push(`${page}: ${line}`)
      else
        unknown.push(
          ...asked.filter((option) => !known.includes(option)).map((option) => `${page}: ${line}: --${option}`),
        )
    }
  }
  expect(unknown).toEqual([])
  expect(seen).toBeGreaterThan(80)
})
