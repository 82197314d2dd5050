import * as fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { askedDistrict } from '../../../tests/support/asked-district.ts'

type District = Awaited<ReturnType<typeof askedDistrict>>

/** Everything that 受理 wrote and every printed version, sealed people among it, each row by what it is known by. */
async function written({ deps }: District): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; text: string }>`
    select 'accepted/' || return_id || '/' || print_number || '/' || account_id as key, to_jsonb(e)::text as text
    from filing_accepted_entry e
    union all
    select 'print/' || return_id || '/' || number, to_jsonb(p)::text from filing_print p
    union all
    select 'number/' || number, to_jsonb(r)::text from filing_record r`.execute(deps.db)
  return new Map(rows.map(({ key, text }) => [key, text]))
}

const steps = {
  choose: (place: District) => place.choose(),
  fillIn: (place: District, serial: number) => place.fillIn({ followers: String(9_000 + serial) }),
  print: (place: District) => place.print(),
  scan: (place: District) => place.scan(),
  submit: (place: District) => place.submit(),
  check: (place: District) => place.check(),
  back: (place: District) => place.back(),
  accept: (place: District) => place.accept(),
  reopen: (place: District) => place.reopen(),
  ledger: ({ deps, accountIds }: District, serial: number) =>
    deps.db
      .updateTable('account')
      .set({ followers: serial, certified_entity: `另一主体${serial}` })
      .where('id', '=', accountIds[0]!)
      .execute(),
} satisfies Record<string, (place: District, serial: number) => Promise<unknown>>
type Step = keyof typeof steps
const anew: readonly Step[] = ['fillIn', 'print', 'scan', 'submit', 'check', 'accept']

it('what was accepted, every printed version and every 备案号 stay as they are, whatever people do afterwards; only a newer version is accepted', async () => {
  const single = fc.constantFrom(...(Object.keys(steps) as Step[])).map((step): readonly Step[] => [step])
  const walks = fc.array(fc.oneof(single, fc.constant(['reopen', ...anew] as const)), { minLength: 3, maxLength: 7 })
  let acceptedAgain = 0
  await fc.assert(
    fc.asyncProperty(walks, async (walk) => {
      const place = await askedDistrict()
      await place.handedIn()
      await place.check()
      await place.accept()
      let before = await written(place)
      for (const [serial, step] of [...walk.flat(), ...(['reopen', ...anew] as const)].entries()) {
        const { acceptedPrint } = await place.now()
        const done = await steps[step](place, serial).then(
          () => true,
          () => false,
        )
        const after = await written(place)
        for (const [key, text] of before) expect(after.get(key), `${step} changed ${key}`).toBe(text)
        const now = await place.now()
        const isAccepted = step === 'accept' && done
        acceptedAgain += isAccepted ? 1 : 0
        expect(now.acceptedPrint! > acceptedPrint!).toBe(isAccepted)
        const isNew = (key: string) => !key.startsWith('print/') && !before.has(key)
        expect([...after.keys()].some(isNew)).toBe(isAccepted)
        before = after
      }
    }),
    { numRuns: 2 },
  )
  expect(acceptedAgain).toBeGreaterThan(0)
}, 120_000)
