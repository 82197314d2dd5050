import { type Actor, type Deps, permittedScope } from '../access/index.ts'
import { type CivilDate, firstDayOf, lastDayOf, type Month } from '../calendar/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { kindLabels, messageKinds } from './model.ts'
import { type CountedMessage, messagesAsked } from './queries.ts'
import { type Sums, sumsBy, sumsOf } from './rules.ts'

type SumRows = readonly (readonly [label: string, sums: Sums])[]

/** Sums of the messages that were asked in a month. Every message stands in one kind, one unit, one account. */
export type MonthSums = {
  asOf: CivilDate
  all: Sums
  byKind: SumRows
  byUnit: SumRows
  byAccount: SumRows
}

/** Of the whole district, or of one's own unit. `asOf`: the month's checkpoint, or today where the month isn't over. */
export async function monthSums(
  deps: Deps,
  actor: Actor,
  { districtId, month, asOf: asked }: { districtId: string; month: Month; asOf?: CivilDate | undefined },
): Promise<MonthSums> {
  const scope = permittedScope(actor, 'messages.read', districtId)
  const [last, today] = [lastDayOf(month), deps.clock.today()]
  const asOf = asked ?? (last < today ? last : today)
  const messages = await messagesAsked(deps.db, scope, { from: firstDayOf(month), to: last < asOf ? last : asOf })
  const byKind = sumsBy(messages, asOf, ({ kind }) => kind)
  return {
    asOf,
    all: sumsOf(messages, asOf),
    byKind: messageKinds.flatMap((kind) => {
      const own = byKind.get(kind)
      return own ? [[kindLabels[kind], own] as const] : []
    }),
    byUnit: labelled(messages, asOf, ({ unitId, unitName }) => [unitId ?? '', unitName ?? '待分派']),
    byAccount: labelled(messages, asOf, ({ accountId, accountName, platform }) => [
      accountId ?? '',
      accountName !== null && platform ? `${accountName}（${platforms[platform].label}）` : '单位信箱、账号待核实',
    ]),
  }
}

// Grouped by id: two units of one name are two rows.
function labelled(
  messages: readonly CountedMessage[],
  asOf: CivilDate,
  nameOf: (message: CountedMessage) => readonly [id: string, label: string],
) {
  const labels = new Map(messages.map(nameOf))
  return [...sumsBy(messages, asOf, (message) => nameOf(message)[0])]
    .map(([id, sums]) => [labels.get(id) ?? '', sums] as const)
    .toSorted(([one], [other]) => one.localeCompare(other, 'zh'))
}
