/** Markup nested deeper than this is not read on: no feed is, an attack is, and parsers take ever longer over each level. */
export const ATTACK = 5_000

export class TooDeep extends Error {}
