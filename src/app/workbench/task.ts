import type { Action, Actor, Deps } from '../../access/index.ts'
import type { Mark } from '../../web/index.ts'

/** Something that waits for this person. `mark` is its state, `of` the month, quarter or work it belongs to: a digest says it outside the house, so it names nobody. */
export type Task = { of: string; title: string; note: string; href: string; mark: Mark; word: string }

/** What the person at the workbench may do in the district. */
export type Allowed = (action: Action) => boolean

/** Who asks what waits: the page of a person, or the digest that is made for one. */
export type AtDesk = { var: { deps: Deps; actor: Actor } }
