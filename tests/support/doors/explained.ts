import type { Action } from '../../../src/access/index.ts'

/** Parts of an address that are words, not ids: `/months/2026-09` names no thing, and everybody sees the own district's there, or the own unit's part of it. */
const words = new Set([':month', ':year', ':quarter', ':day', ':format', ':list'])
export const namesThing = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith(':') && !words.has(part))

/** The open interface: a browser's session opens nothing of it, so no page of another site can use it either. */
export const wantsToken = (path: string): boolean => path.startsWith('/api/v1/') && !forEverybody.has(path)

/** Of the open interface: its description, and the directory that is public by the notice. */
export const forEverybody = new Set(['/api/v1/openapi.json', '/api/v1/directory/:district'])

/** Things of the district that people of any unit may read, in the part that is theirs. */
export const ofTheDistrictForUnits: Readonly<Record<string, string>> = {
  '/filing/campaigns/:id': 'leads a unit to its own return',
  '/jobs/:file': 'how far a run has come; it names no unit',
  '/score/schemes/:id': 'a scheme is told to the units that are scored by it',
}

/** Where the door is wider than what lies behind it: who comes in needs one of these besides, of the thing's unit. */
export const narrower: Readonly<Record<string, readonly Action[]>> = {
  'get /accountability-cases/:id': ['accountability.read', 'accountability.answer'],
  'post /accountability-cases/:id': ['accountability.read', 'accountability.answer'],
  'get /accountability-cases/:id/files/:step': ['accountability.read', 'accountability.answer'],
  'get /accountability-cases/:id/files/evidence/:piece': ['accountability.read', 'accountability.answer'],
  'get /approved/samples/:id/files/sheet': ['approved.handle', 'approved.hand-in'],
  // An empty form says nothing of handing in, so it is taken as a judgement.
  'post /approved/samples/:id': ['approved.handle'],
  'get /cases/:id/paper/:format': ['filing.papers'],
  'get /cases/:id/scans/:scanId/:page': ['filing.papers', 'filing.review'],
  'get /closings/:id/files/:file': ['cleanup.confirm', 'cleanup.verify'],
  'get /emergency/:id/paper/:paper/:format': ['emergency.handle'],
  'get /filing/returns/:id/papers/:format': ['filing.papers'],
  'get /filing/returns/:id/scans/:scanId/:page': ['filing.papers'],
  'get /handovers/:id/paper/:format': ['filing.fill', 'handover.confirm'],
  'get /instructions/:id/files/:file': ['instructions.words'],
  // 附件2's fields of people are closed with the number: who may see it whole may ask for it.
  'post /messages/:id/contact': ['messages.handle', 'people.reveal'],
  'get /orders/:id/paper/:format': ['orders.prepare', 'orders.issue', 'orders.decide', 'orders.answer'],
  'post /lexicons/:list/lines': ['lexicons.maintain'],
  'post /lexicons/:list/import': ['lexicons.maintain'],
  'post /lexicons/:list/lines/:id/remove': ['lexicons.maintain'],
  // Who countersigns sees what was sent to his office, and this was not.
  ...Object.fromEntries(
    [
      'get /manuscripts/:id',
      'get /manuscripts/:id/versions',
      'get /manuscripts/:id/export/:format',
      'get /manuscripts/:id/sheet/:format',
      'get /manuscripts/:id/review',
      'post /manuscripts/:id/review',
    ].map((route) => [route, ['manuscripts.write', 'manuscripts.review', 'manuscripts.decide'] as const]),
  ),
}

/** What shows or moves the whole district: a right that reaches one unit is not enough, although it opens the door. */
export const wholeDistrict = new Set([
  'get /score/:year/entries',
  'get /score/:year/files/archive',
  'get /score/:year/paper/:format',
  'get /score/schemes/:id/compare',
  'get /superiors/:id/letter/:version/:format',
  'post /score/:year/steps',
])

/** Where who may come in finds, in this scene or with an empty form, that there is nothing to be had or done. */
export const nothingToDo: Readonly<Record<string, { status: number; because: string }>> = {
  'post /sso/links/remove': { status: 404, because: 'an empty form names no link' },
  'post /sso/links/password': { status: 404, because: 'an empty form names no user' },
  'post /sso/pending/dismiss': { status: 404, because: 'an empty form names nobody who waits' },
  'get /accountability/:id/evidence': { status: 404, because: 'entered without a file' },
  'get /accountability-cases/:id/files/:step': { status: 404, because: 'the step has no file' },
  'get /accountability-cases/:id/files/evidence/:piece': { status: 404, because: 'the piece is a clue, not a file' },
  'get /approved/samples/:id/files/sheet': { status: 404, because: 'no sheet was handed in' },
  'get /circulars/:id/sheet': { status: 404, because: '发文稿纸 stays in the office; units read the circular' },
  'get /cleanup/similar/:one/:other': { status: 404, because: 'the two are not alike' },
  'post /cleanup/similar/:one/:other': { status: 404, because: 'the two are not alike' },
  'post /cleanup/similar/:one/:other/item': { status: 404, because: 'the two are not alike' },
  'get /cleanup/sheet/:format': { status: 404, because: 'nothing was decided there' },
  'get /cleanup/days/:day/sheet/:format': { status: 404, because: 'nothing was decided there' },
  'get /evidence/:id/:evidence/stamp': { status: 404, because: 'not stamped' },
  'get /handovers/:id/paper/:format': { status: 404, because: 'not printed yet' },
  'get /imports/posts/:id/rejected': { status: 404, because: 'every row was taken' },
  'post /imports/posts/:id': { status: 404, because: 'was written already' },
  'get /own-reminders/calendar/:feed': { status: 404, because: 'nobody made this secret address' },
  'post /weixin/:component/events': { status: 404, because: 'no component is set up' },
  'get /reports/:id/compare': { status: 404, because: 'there is one version' },
  'get /reports/:id/correction/:format': { status: 404, because: 'nothing was corrected' },
  'get /reports/:id/leader': { status: 403, because: 'was submitted to another leader' },
  'get /reports/:id/submission/files/:format': { status: 404, because: 'was submitted to another leader' },
  'get /score/:year/files/archive': { status: 409, because: 'the year is not final' },
  'get /score/:year/paper/:format': { status: 409, because: 'a district without a scheme' },
  'get /score/:year/units/:unit': { status: 404, because: 'units see it once the year is told' },
  'get /score/:year/units/:unit/paper/:format': { status: 404, because: 'units see it once the year is told' },
  'post /score/:year/units/:unit': { status: 404, because: 'units see it once the year is told' },
  'get /sources/accounts/:id/api': { status: 404, because: 'this platform has no interface' },
  'post /sources/accounts/:id/api/papers': { status: 404, because: 'this platform has no interface' },
  'post /sources/accounts/:id/api/target': { status: 404, because: 'this platform has no interface' },
  'post /own-sign-ins/:id/end': { status: 404, because: 'not a sign-in of their own' },
  'post /delegations/:id/end': { status: 404, because: 'nobody has lent anything' },
  'post /report-error/status': { status: 404, because: 'no code was typed' },
  'post /messages/:id/contact': { status: 404, because: 'whoever asked left no number' },
  'post /messages/looked/:account/withdraw': { status: 404, because: 'the form names no statement' },
  'post /manuscripts/:id/use': { status: 404, because: 'the form names no version' },
  'get /api/v1/directory/:district': { status: 404, because: 'no directory was made public' },
  'post /exchange/keys/revoke': { status: 404, because: 'the form names no key' },
  'post /district': { status: 403, because: 'the form names no district' },
  // The thing is named by a field of the form; tests/rooms/doors/foreign-forms.ts sends those.
  'post /accountability-cases/new': { status: 404, because: 'the form names no unit' },
  'post /accountability/new': { status: 404, because: 'the form names no unit' },
  'post /accounts/:id/reveal': { status: 404, because: 'the form names no person' },
  'post /units/:id/reveal': { status: 404, because: 'the form names no person' },
  'post /emergency/:id/reveal': { status: 404, because: 'the form names no person' },
  'post /closings': { status: 404, because: 'the form names no account' },
  'post /months/check': { status: 404, because: 'the form names no month' },
  'post /patrol/:accountId': { status: 404, because: 'the form names no month' },
  'post /patrol/:accountId/reason': { status: 404, because: 'the form names no month' },
}

/** Routes whose thing is not in the scene; they are walked with an id that nobody has. A new room may add a few before its demonstration does. */
export const withoutThing = new Set([
  // Sealed by the installation's own key, or signed by another's: their rooms' tests make them.
  'get /exchange/:way/:id',
  'get /exchange/:way/:id/file',
  'get /exchange/:way/:id/attachments/:number',
  'post /exchange/in/:id/enter',
  'post /exchange/in/:id/answer',
  'post /exchange/out/:id/carry',
  'post /exchange/out/:id/carry-down',
  'post /exchange/links/:id/remove',
  'post /exchange/tokens/:id/revoke',
  'get /sso/:id/start',
  'get /sso/:id/return',
  'post /sso/:id/sign-in',
  'get /sso/providers/:id',
  'post /sso/providers/:id',
  'post /sso/providers/:id/switch',
  'post /sso/providers/:id/test',
  'post /sso/providers/:id/remove',
  'post /webhooks/:id/test',
  'post /webhooks/:id/switch',
  'post /webhooks/:id/remove',
  'get /webhooks/:id/key',
  'post /webhooks/:id/key',
  'post /webhooks/:id/key/end',
  'post /delegations/:id/end',
  'post /own-sign-ins/:id/end',
  'post /sign-ins/:id/end',
  'get /cases/:id/receipts/:entryId',
  'get /circulars/:id/files/proof/:proof',
  'get /concealment/:id',
  'get /concealment/:id/:match',
  'post /concealment/:id/:match',
  'get /handovers/:id/scans/:scanId/:page',
  'get /imports/accounts/:id',
  'get /imports/accounts/:id/rejected',
  'post /imports/accounts/:id',
  'get /manuscripts/:id/files/:file',
  'get /messages/imports/:id',
  'get /messages/imports/:id/raw',
  'get /messages/imports/:id/refused',
  'post /messages/imports/:id/write',
  'post /messages/imports/:id/undo',
  'get /national/comparisons/:id',
  'post /national/comparisons/:id/:position',
  'get /superiors/:id/files/:file',
])

/** Pages of a unit on which other units are named, and why. */
export const namesOthers: Readonly<Record<string, string>> = {
  'get /manuscripts/:id/submit': 'the units that may be asked for a joint review',
  'post /manuscripts/:id/submit': 'the units that may be asked for a joint review',
  'post /manuscripts/:id/ignore': 'the units that may be asked for a joint review',
}
