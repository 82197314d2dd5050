import { describe, expect, it } from 'vitest'
import { newRows, rowsOfChanged } from '../../support/doors/changes.ts'
import { home, host, type Person } from '../../support/doors/scene.ts'
import type { AtPlace } from './addresses.ts'
import { everythingBefore } from './everything.ts'

const idShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const asked =
  'q unit unitId account accountId of id person month quarter year state kind sort scan indicator campaign return order user'.split(
    ' ',
  )

export function foreignForms(at: AtPlace): void {
  describe('an id of another unit or another district', () => {
    it('in a field of a form is refused or left out: no row of ours ever points to it', async () => {
      const { scene, walked } = at()
      const everything = await everythingBefore(scene)
      const { rows: things } = await scene.query<{ id: string; unit: string }>(
        `select id, unit_id as unit from account where district_id = $1 union all select id, id from unit where district_id = $1`,
        [home],
      )
      /** An id of the same kind that this person has nothing to do with. */
      const foreignOf = (person: Person, id: string): string | undefined => {
        const table = everything.tableOf.get(id)
        if (table === undefined) return undefined
        if (person.unitId === null) return scene.abroadIds[table]
        const other = things.find((one) => one.unit !== person.unitId && everything.tableOf.get(one.id) === table)
        return other?.id ?? scene.abroadIds[table]
      }
      let sent = 0
      for (const { form, person } of walked.forms)
        for (const [position, [name, value]] of form.fields.entries()) {
          const foreign = idShape.test(value) ? foreignOf(person, value) : undefined
          if (foreign === undefined || (form.action.startsWith('/manuscripts/') && name === 'units')) continue
          await scene.during(async () => {
            const fields = form.fields.with(position, [name, foreign]).filter(([one]) => one !== '_csrf')
            const body = new URLSearchParams([...fields, ['_csrf', person.csrf]])
            const headers = { host, cookie: person.cookie, accept: 'application/json' }
            const answer = await scene.web.app.request(form.action, { method: 'POST', headers, body })
            expect(answer.status, form.action).toBeLessThan(500)
            const rows = newRows((table) => everything.rows.get(table) ?? new Set(), await rowsOfChanged(scene.query))
            const pointing = rows.filter((row) => row.includes(foreign) && !row.includes('.refused"'))
            expect(pointing, `${form.action} ${name} as ${person.role}`).toEqual([])
          })
          sent++
        }
      expect(sent).toBeGreaterThan(40)
    }, 120_000)

    it('after the question mark of a list shows nothing of it', async () => {
      const { scene, walked } = at()
      const { rows: things } = await scene.query<{ id: string; unit: string; name: string }>(
        `select a.id, a.unit_id as unit, a.name from account a where a.district_id = $1`,
        [home],
      )
      const readers = scene.people.filter(({ place, role }) =>
        place === 'own unit'
          ? role === 'unit_editor'
          : place === 'other district' && ['supervisor', 'office_head', 'auditor', 'administrator'].includes(role),
      )
      for (const person of readers.filter(({ unitId }) => unitId === null || unitId === scene.units[0])) {
        const foreign = things.find(({ unit }) => unit !== person.unitId)!
        const query = new URLSearchParams(
          asked.map((name): [string, string] => [name, /unit/i.test(name) ? foreign.unit : foreign.id]),
        )
        for (const route of scene.web.routeTable.filter(
          ({ method, path, door }) => method === 'get' && !path.includes(':') && door !== 'public',
        )) {
          const answer = await scene.during(async () =>
            scene.web.app.request(`${route.path}?${query.toString()}`, {
              headers: { host, cookie: person.cookie, accept: 'application/json' },
            }),
          )
          expect(answer.status, route.path).toBeLessThan(500)
          if (!(answer.headers.get('content-type') ?? '').startsWith('text')) continue
          const text = (await answer.text()).replaceAll(foreign.id, '').replaceAll(foreign.unit, '')
          const shown = things.filter(({ id, unit }) => unit !== person.unitId && text.includes(id))
          expect(shown, `${route.path} as ${person.role}`).toEqual([])
        }
      }
      expect(walked.forms.length).toBeGreaterThan(100)
    }, 120_000)
  })
}
