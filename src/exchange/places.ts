import { refuse } from '../vocabulary/refusals/index.ts'

/** Whether one office's code stands above another's: 430600 above 430611, 430000 above both. */
export const isAbove = (upper: string, lower: string): boolean => {
  const prefix = upper.replace(/(00)+$/, '')
  return prefix.length < 6 && upper !== lower && lower.startsWith(prefix)
}

/** For whom somebody acts: the own district, the own city or province; the operator says which. Refuses `exchange.place-needed`. */
export function placeOf(actor: { districtId: string | null }, named?: string): string {
  const place = actor.districtId ?? named
  if (place === undefined || !/^[1-9]\d{5}$/.test(place)) throw refuse('exchange.place-needed')
  return place
}
