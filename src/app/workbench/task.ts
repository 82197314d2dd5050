import type { Action } from '../../access/index.ts'
import type { Mark } from '../../web/index.ts'

/** Something that waits for this person. `mark` is its state, `of` the month or quarter it belongs to. */
export type Task = { of: string; title: string; note: string; href: string; mark: Mark; word: string }

/** What the person at the workbench may do in the district. */
export type Allowed = (action: Action) => boolean
