const actorKinds: Readonly<Record<string, string>> = { operator: '服务器操作员', system: '系统' }

// Another office's program, by the token of 在线收发 that it bore.
const kindOf = ({ actorKind, actorId }: Acted) =>
  actorId.startsWith('exchange-token:') ? '上下级在线报送' : actorKinds[actorKind]

type Acted = { actorKind: string; actorId: string; onBehalfOf?: string | null }

/** Who acted: a person's name, the operator of the server, or the system; a deputy with whose act it is (代 某 办). */
export function actorName(event: Acted, names: ReadonlyMap<string, string>): string {
  const own = names.get(event.actorId) ?? kindOf(event) ?? event.actorId
  return event.onBehalfOf ? `${own}（代 ${names.get(event.onBehalfOf) ?? event.onBehalfOf} 办）` : own
}

/** The ids of all whose names `actorName` needs. */
export const actorsIn = (events: readonly Acted[]): string[] =>
  events.flatMap(({ actorId, onBehalfOf }) => (onBehalfOf ? [actorId, onBehalfOf] : [actorId]))
