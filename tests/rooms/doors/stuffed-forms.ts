import { beforeAll, describe, expect, it } from 'vitest'
import { newRows, rowsOfChanged, withoutChance } from '../../support/doors/changes.ts'
import { abroad, host } from '../../support/doors/scene.ts'
import type { SeenForm } from '../../support/doors/walk.ts'
import type { AtPlace } from './addresses.ts'
import { type Everything, everythingBefore } from './everything.ts'

const nobody = '01a1ffff-0000-7000-8000-000000000009'

/** What a form never asks and a careless program would take: whose it is, how it stands, who did it. */
const extra: Readonly<Record<string, string>> = {
  district_id: abroad.id,
  districtId: abroad.id,
  unit_id: nobody,
  state: 'approved',
  status: 'final',
  role: 'office_head',
  roles: 'office_head',
  created_by: nobody,
  createdBy: nobody,
  decided_by: nobody,
  decidedBy: nobody,
  handled_by: nobody,
  actorId: nobody,
  user_id: nobody,
  userId: nobody,
  must_change_password: 'false',
  password_hash: 'x',
  points: '100',
  number: '1',
  filing_state: 'filed',
  filingState: 'filed',
  __proto__: 'x',
  constructor: 'x',
  'roles[]': 'office_head',
}

// What takes bytes off the disk, no rolled back transaction brings back.
const takesBytes = /\/erase$/

export function stuffedForms(at: AtPlace): void {
  describe('a form with fields that it never asks', () => {
    let everything: Everything
    beforeAll(async () => {
      everything = await everythingBefore(at().scene)
    })

    it('does what it does without them: neither place, state, role, maker nor number can be slipped in', async () => {
      const { scene, walked } = at()
      const outcome = async ({ form, person }: SeenForm, more: Readonly<Record<string, string>>) =>
        scene.during(async () => {
          const asked = new Set(form.fields.map(([name]) => name))
          const body = new URLSearchParams([
            ...form.fields.filter(([name]) => name !== '_csrf'),
            ...Object.entries(more).filter(([name]) => !asked.has(name)),
            ['_csrf', person.csrf],
          ])
          const headers = { host, cookie: person.cookie, accept: 'application/json' }
          const answer = await scene.web.app.request(form.action, { method: 'POST', headers, body })
          const rows = newRows((table) => everything.rows.get(table) ?? new Set(), await rowsOfChanged(scene.query))
          return { status: answer.status, rows: rows.map((row) => withoutChance(row, everything.ids)).sort() }
        })
      let acted = 0
      for (const seen of walked.forms.filter(({ form }) => !takesBytes.test(form.action))) {
        const [plain, stuffed] = [await outcome(seen, {}), await outcome(seen, extra)]
        expect(stuffed, `${seen.form.action} on ${seen.page.path} as ${seen.person.role}`).toEqual(plain)
        if (plain.rows.length > 0) acted++
      }
      expect(walked.forms.length).toBeGreaterThan(100)
      // Forms of the scene that do something as they stand; the others are refused, with and without.
      expect(acted).toBeGreaterThan(20)
    }, 120_000)
  })
}
