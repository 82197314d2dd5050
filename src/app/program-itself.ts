import type { Actor } from '../access/index.ts'

/** The program itself, with the rights of the terminal: it reminds and records, it never judges. */
export const programItself: Actor = {
  kind: 'system',
  id: 'system',
  districtId: null,
  unitId: null,
  roles: ['operator'],
  requestId: 'rounds',
}
