import { placeOf } from '../exchange/index.ts'
import type { CommandContext } from './command.ts'

export const placeOption = { place: { type: 'string' } } as const
export const placeHelp = { place: '以哪个地区的名义办理（6 位代码）；用 --as 时为该用户所属的地区' }

export const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined)

/** Whose packages: of the user named with `--as`, else the place that is said, else the one district meant. */
export async function meantPlace({ actor, values, district }: CommandContext): Promise<string> {
  const named = text(values['place'])
  return placeOf(actor, actor.districtId === null && named === undefined ? await district() : named)
}
