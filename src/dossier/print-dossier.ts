import { join } from 'node:path'
import {
  type Actor,
  type Deps,
  exportedBy,
  findDistrict,
  namesOfUsers,
  openPeople,
  permit,
  permitFullPhones,
  watermarkLine,
} from '../access/index.ts'
import { ledgerSnapshot, maskName } from '../cleanup/index.ts'
import { inTransaction, type Tx } from '../database/index.ts'
import { renderFormsPdf } from '../documents/index.ts'
import { type AccountCard, accountCard } from '../registry/index.ts'
import { append } from '../trail/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { chaptersOf } from './chapters.ts'
import { exhibitsOf } from './exhibits.ts'
import type { Dossier } from './model.ts'
import { recordOf } from './record.ts'
import { dossierBook } from './sheet.ts'

/** `purpose`: names, full phones and signed papers stand in it, for this purpose and with the right to see them. */
export type DossierInput = { districtId: string; accountId: string; demo: boolean; purpose?: string }

/**
 * 账号档案卷: one PDF of everything that is held of an account, as of one moment. People are masked unless a purpose is
 * told by who may see them; either way the trail keeps who took it. Refuses `record.not-found`, `access.denied`,
 * `people.purpose-required`.
 */
export async function printDossier(
  deps: Deps,
  actor: Actor,
  input: DossierInput,
): Promise<{ bytes: Uint8Array; name: string; mediaType: string }> {
  const { districtId, accountId, demo } = input
  permit(actor, 'dossier.print', { districtId })
  const purpose = permitFullPhones(actor, { districtId }, input.purpose)
  const dossier = await inTransaction(
    deps.db,
    (tx) => gather(tx, deps, { districtId, accountId }, purpose !== null),
    'repeatable read',
  )
  const by = await exportedBy(deps, actor, districtId)
  const taken = purpose === null ? `${by.by}　${by.at} 生成　个人信息已隐去` : watermarkLine({ ...by, purpose })
  const bytes = await renderFormsPdf(dossierBook(dossier, { demo, taken }), {
    fontFolders: [join(deps.dataDir, 'fonts')],
  })
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId,
      actor,
      action: 'dossier.printed',
      subject: { kind: 'account', id: accountId },
      after: purpose === null ? { people: 'masked' } : { people: 'full', purpose },
      at: deps.wall.now(),
    }),
  )
  const name = `账号档案卷（${dossier.accountName}，${dossier.platform}）${purpose === null ? '' : '-含个人信息'}.pdf`
  return { bytes, name, mediaType: 'application/pdf' }
}

async function gather(
  tx: Tx,
  deps: Deps,
  of: { districtId: string; accountId: string },
  named: boolean,
): Promise<Dossier> {
  const { districtId, accountId } = of
  const card = await accountCard({ db: tx, vault: deps.vault }, { districtId }, accountId)
  const district = await findDistrict(tx, districtId)
  const names = named ? await namesOfActors(tx, deps, districtId) : undefined
  const all = [await recordOf(tx, of, names), ...(await chaptersOf(tx, deps, of))]
  const { exhibits, plates, left } = await exhibitsOf(tx, deps, of, named)
  return {
    accountId,
    accountName: card.account.name,
    platform: platforms[card.account.platform].label,
    unitName: card.unit.name,
    office: district.officeName,
    asOf: deps.clock.today(),
    madeAt: deps.wall.now(),
    facts: [...factsOf(card), ...(await peopleOf(tx, deps, districtId, card, named))],
    chapters: all.filter(({ rows }) => rows.length > 0),
    empty: [
      ...all.filter(({ rows }) => rows.length === 0).map(({ title }) => title),
      ...(exhibits.length === 0 ? ['证据和附件'] : []),
    ],
    exhibits:
      left > 0
        ? [...exhibits, { kind: '采集证据', what: `更早的 ${left} 份`, at: '', sha256: '', place: '见系统' }]
        : exhibits,
    plates,
  }
}

const namesOfActors = async (tx: Tx, deps: Deps, districtId: string) => {
  const users = await tx.selectFrom('app_user').select('id').execute()
  return namesOfUsers(
    deps,
    districtId,
    users.map(({ id }) => id),
  )
}

const factsOf = (card: AccountCard): [string, string][] =>
  Object.entries(ledgerSnapshot(card)).flatMap(([label, value]): [string, string][] => {
    const said = label === '负责人员' ? '' : factWords(value)
    return said === '' ? [] : [[label, said]]
  })

function factWords(value: unknown): string {
  if (Array.isArray(value)) return value.join('、')
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

async function peopleOf(
  tx: Tx,
  deps: Deps,
  districtId: string,
  { contacts }: AccountCard,
  named: boolean,
): Promise<[string, string][]> {
  const whole = await openPeople(
    tx,
    deps.vault,
    districtId,
    named ? contacts.flatMap(({ person }) => person?.personId ?? []) : [],
  )
  return contacts.map(({ label, person }): [string, string] => {
    if (!person) return [label, '未填']
    const { name, phone } = whole.get(person.personId) ?? {
      name: person.name && maskName(person.name),
      phone: person.phone,
    }
    return [label, [name, phone].filter(Boolean).join('　') || '已删除']
  })
}
