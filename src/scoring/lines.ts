import type { ScoreEvent } from './model.ts'
import type { ScoredItem, UnitScore } from './rules.ts'

/** An event with the item it stands under, the rule, and what it is worth by it. */
export type Line = { event: ScoreEvent; item: string; words: string; worth: string }

const signed = ({ item }: ScoredItem, worth: number) =>
  item === 'veto' ? '否决' : `${item === 'bonus' ? '＋' : '－'}${worth}`

/** Every event of a unit in one list: what counts, what decides, what no longer counts, what the scheme says nothing of. */
export function linesOf(own: UnitScore, events: ReadonlyMap<string, ScoreEvent>): Line[] {
  const line = (id: string, item: string, words: string, worth: string): Line[] => {
    const event = events.get(id)
    return event ? [{ event, item, words, worth }] : []
  }
  const counted = own.items.flatMap((item) =>
    item.events.flatMap(({ id, rule, worth }) => line(id, item.label, rule, signed(item, worth))),
  )
  const shown = new Set(counted.map(({ event }) => event.id))
  const rest = (ids: readonly string[], item: string, worth: string) =>
    ids.filter((id) => !shown.has(id)).flatMap((id) => line(id, item, '', worth))
  const labelOf = (id: string) => own.items.find(({ item }) => item === id)?.label ?? `项目${id}`
  const changes = [...events.values()].filter(({ kind, unitId }) => kind === 'change' && unitId === own.unitId)
  return [
    ...counted,
    ...rest(own.vetoes, '单项否决', '否决'),
    ...changes.flatMap(({ id, points, item }) =>
      line(id, '更正', item ? labelOf(item) : '撤销计分事项', points ? `${points > 0 ? '＋' : ''}${points}` : '—'),
    ),
    ...rest(own.voided, '已撤销，不计', '—'),
    ...rest(own.unused, '方案未列，不计', '—'),
  ]
}
