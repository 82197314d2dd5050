import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { host } from '../../support/doors/scene.ts'
import { nameOf } from '../../support/doors/walk.ts'
import type { AtPlace } from './addresses.ts'

const hostile = `=1+1<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{7*7}}`
const ran = /<script>alert|<img src=x/

/** What a spreadsheet takes for a formula: by its first sign, unless it is a number. */
const isFormula = (cell: string) => /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d[\d.,%]*$/.test(cell)

function cellsOf(csv: string): string[] {
  return [...csv.replace(/^\ufeff/, '').matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r?\n|$)/g)].map(([, cell = '']) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  )
}

function wrongIn(type: string, bytes: Uint8Array): string | undefined {
  if (type.includes('html') || type.includes('xml')) return ran.exec(Buffer.from(bytes).toString())?.[0]
  if (type.includes('csv')) return cellsOf(Buffer.from(bytes).toString()).find(isFormula)
  if (type.includes('officedocument') || type.includes('zip'))
    for (const [name, part] of Object.entries(unzipSync(bytes))) {
      if (/(?:^|\/)\.\.(?:\/|$)|^\//.test(name)) return name
      const text = Buffer.from(part).toString()
      if (name.endsWith('.xml') && (ran.test(text) || /<f>|<script/.test(text)))
        return `${name}: ${ran.exec(text)?.[0] ?? '<f>'}`
      if (name.endsWith('.csv') && cellsOf(text).some(isFormula)) return `${name}: ${cellsOf(text).find(isFormula)}`
    }
  return undefined
}

export function hostileWords(at: AtPlace): void {
  describe('words that would be a script or a formula', () => {
    it('typed into every field of every form come back as words, on the page that refuses them and on the one they are kept on', async () => {
      const { scene, walked } = at()
      let typed = 0
      for (const { form, person, page } of walked.forms.filter(({ form: { texts } }) => texts.length > 0))
        await scene.during(async () => {
          const fields = form.fields.filter(([name]) => name !== '_csrf' && !form.texts.includes(name))
          const headers = { host, cookie: person.cookie }
          const words = form.texts.map((name): [string, string] => [name, hostile])
          const body = new URLSearchParams([...fields, ...words, ['_csrf', person.csrf]])
          const answer = await scene.web.app.request(form.action, { method: 'POST', headers, body })
          expect(answer.status, `${form.action} ${String(scene.defects.at(-1)?.error)}`).toBeLessThan(500)
          const after = [answer.headers.get('location'), scene.addressOf(page.path).path].filter((one) => one !== null)
          const pages = [
            answer,
            ...(await Promise.all(after.map(async (path) => scene.web.app.request(path, { headers })))),
          ]
          for (const one of pages) {
            const type = one.headers.get('content-type') ?? ''
            const bytes = new Uint8Array(await one.arrayBuffer())
            expect(wrongIn(type, bytes), `${form.action} on ${page.path}`).toBeUndefined()
          }
          typed += form.texts.length
        })
      expect(typed).toBeGreaterThan(100)
    }, 180_000)

    it('standing in every text the scene holds are words on every page, paper, sheet and feed', async () => {
      const { scene, walked } = at()
      const kinds = new Map<string, number>()
      await scene.during(async () => {
        const poisoned = await poison(scene.query)
        expect(poisoned).toBeGreaterThan(60)
        for (const route of scene.web.routeTable.filter(({ method }) => method === 'get')) {
          const person = walked.allowed.get(nameOf(route))
          const { path } = scene.addressOf(route.path)
          await scene.query('savepoint page')
          const answer = await scene.web.app.request(path, {
            headers: { host, ...(person && { cookie: person.cookie }) },
          })
          const bytes = new Uint8Array(await answer.arrayBuffer())
          await scene.query('rollback to savepoint page')
          expect(answer.status, `${path} ${String(scene.defects.at(-1)?.error)}`).toBeLessThan(500)
          const type = (answer.headers.get('content-type') ?? '').split(';')[0]!
          kinds.set(type, (kinds.get(type) ?? 0) + 1)
          expect(wrongIn(type, bytes), nameOf(route)).toBeUndefined()
          expect(answer.headers.get('content-disposition') ?? '', nameOf(route)).not.toMatch(
            /[<>\r\n]|=1\+1<|"[^"]*"[^;"]*"/,
          )
        }
      })
      expect(kinds.get('text/html')).toBeGreaterThan(150)
      expect([...kinds.keys()]).toEqual(
        expect.arrayContaining([
          'text/csv',
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        ]),
      )
    }, 180_000)
  })
}

type Query = ReturnType<AtPlace>['scene']['query']

/** Puts the words before every text with a Chinese sign in it, in columns and inside documents; answers how many columns took them. What the database itself forbids stays, and so does the markup of a manuscript, which is cleaned when it is saved (src/textcheck/clean-text.test.ts). */
async function poison(query: Query): Promise<number> {
  const { rows } = await query<{ table: string; column: string; type: string }>(
    `select c.table_name as "table", c.column_name as "column", c.data_type as type from information_schema.columns c
     join pg_tables t on t.tablename = c.table_name and t.schemaname = 'public'
     where c.table_schema = 'public' and c.data_type in ('text', 'jsonb') and c.table_name not in ('schema_migration', 'trail_event', 'calendar_day', 'calendar_year')
     and (c.table_name, c.column_name) not in (('manuscript_version', 'body'))
     order by 1, 2`,
  )
  let taken = 0
  for (const { table, column, type } of rows) {
    await query('savepoint poison')
    try {
      const { rowCount } =
        type === 'text'
          ? await query(`update ${table} set ${column} = $1 || ${column} where ${column} ~ '[一-龥]'`, [hostile])
          : await query(
              `update ${table} set ${column} = regexp_replace(${column}::text, '"([^"\\\\]*[一-龥][^"\\\\]*)"(?! *:)', $1, 'g')::jsonb where ${column}::text ~ '[一-龥]'`,
              [`${JSON.stringify(hostile).slice(0, -1).replaceAll('\\', '\\\\')}\\1"`],
            )
      if ((rowCount ?? 0) > 0) taken++
      await query('release savepoint poison')
    } catch {
      await query('rollback to savepoint poison')
    }
  }
  return taken
}
