import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { platformCodes } from '../../vocabulary/platforms.ts'
import { accountForms, fieldsOf, type FormDefinition, govAppForm, isGovApp, labelOf } from '../forms/index.ts'

/** A campaign of the last twelve months that asked some of the same units for some of the same forms. */
export type AskedBefore = { id: string; title: string; openedAt: Instant; units: number; forms: string[] }

/** Fields that the same campaigns have asked before; none: they are asked for the first time in twelve months. */
export type FieldsAsked = { labels: string[]; before: AskedBefore[] }

/** One form of a campaign: how many fields, of how many accounts, and which of them were asked before. */
export type FormBurden = { id: string; title: string; fields: number; accounts: number; asked: FieldsAsked[] }

/** What a campaign asks of the grass roots (国办函〔2026〕12号). `cells`: fields times accounts, 应用程序备案表 among them. */
export type Burden = { units: number; accounts: number; apps: number; cells: number; forms: FormBurden[] }

type Wanted = { forms: readonly string[]; unitKinds: readonly string[]; today: CivilDate }

const apps = platformCodes.filter((code) => isGovApp(code))

/** How much a campaign asks of how many, by field, and what was asked of its units within twelve months. */
export async function burdenOf(db: Db | Tx, districtId: string, wanted: Wanted): Promise<Burden> {
  const { rows } = await sql<Pick<Burden, 'units' | 'accounts' | 'apps'>>`
    select count(distinct u.id)::int as units, count(a.id)::int as accounts,
      count(a.id) filter (where a.platform = any(${apps}::text[]))::int as apps
    from unit u left join account a on a.district_id = u.district_id and a.unit_id = u.id
      and a.running_state in ('running', 'closing')
    where u.district_id = ${districtId} and u.state = 'active' and u.kind = any(${[...wanted.unitKinds]}::text[])`.execute(
    db,
  )
  const { units = 0, accounts = 0, apps: ofApps = 0 } = rows[0] ?? {}
  const before = await askedWithinYear(db, districtId, wanted)
  const asked = accountForms.filter((form) => (form === govAppForm ? ofApps > 0 : wanted.forms.includes(form.id)))
  const forms = asked.map((form) => formBurden(form, form === govAppForm ? ofApps : accounts, before))
  const cells = forms.reduce((sum, form) => sum + form.fields * form.accounts, 0)
  return { units, accounts, apps: ofApps, cells, forms }
}

// Fields that the same campaigns asked stand together, in the order of the form.
function formBurden(form: FormDefinition, accounts: number, before: readonly AskedBefore[]): FormBurden {
  const { id, title } = form
  const groups = Map.groupBy(fieldsOf(form), (field) =>
    askedIn(field.key, before)
      .map((one) => one.id)
      .join(' '),
  )
  const asked = [...groups.values()].map((fields) => ({
    labels: fields.map(labelOf),
    before: askedIn(fields[0]!.key, before),
  }))
  return { id, title, fields: fieldsOf(form).length, accounts, asked }
}

const formOfField = new Map(accountForms.flatMap((form) => fieldsOf(form).map(({ key }) => [key, form.id] as const)))
const askedIn = (key: string, before: readonly AskedBefore[]) =>
  before.filter(({ forms }) => forms.includes(formOfField.get(key) ?? ''))

/**
 * Campaigns that asked units of these kinds for one of these forms within twelve months, the latest first. 应用程序备案表 is
 * asked of apps in every campaign, and counts where one was filled in.
 */
export async function askedWithinYear(db: Db | Tx, districtId: string, wanted: Wanted): Promise<AskedBefore[]> {
  const { forms, unitKinds, today } = wanted
  const { rows } = await sql<AskedBefore & { hadApps: boolean }>`
    select c.id, c.title, c.opened_at as "openedAt", c.forms,
      (select count(*)::int from filing_return r
        join unit u on u.district_id = r.district_id and u.id = r.unit_id
        where r.district_id = c.district_id and r.campaign_id = c.id and u.state = 'active'
          and u.kind = any(${[...unitKinds]}::text[])) as units,
      exists (select from filing_return r
        join filing_entry e on e.district_id = r.district_id and e.return_id = r.id
        where r.district_id = c.district_id and r.campaign_id = c.id
          and e.annex2->>'platform' = any(${apps}::text[])) as "hadApps"
    from filing_campaign c
    where c.district_id = ${districtId} and c.state <> 'draft' and c.opened_at > ${today}::date - interval '12 months'
    order by c.opened_at desc, c.id`.execute(db)
  return rows
    .map(({ hadApps, ...one }) => ({
      ...one,
      forms: [...one.forms.filter((form) => forms.includes(form)), ...(hadApps ? [govAppForm.id] : [])],
    }))
    .filter((one) => one.units > 0 && one.forms.length > 0)
}

/** The campaign that asked for one of the chosen forms last; 应用程序备案表 comes with every campaign and is nobody's choice. */
export const repeats = (before: readonly AskedBefore[], forms: readonly string[]): AskedBefore | undefined =>
  before.find((one) => one.forms.some((form) => forms.includes(form)))
