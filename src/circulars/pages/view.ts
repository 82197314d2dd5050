import type { Child } from 'hono/jsx'
import type { CivilDate } from '../../calendar/index.ts'
import type { WebContext } from '../../web/index.ts'
import type { Dispatch, DispatchAction, DispatchStep, IssuingBody, Receipt } from '../model.ts'
import type { DispatchFile } from '../queries.ts'
import type { DispatchContent } from '../words/content.ts'

/** What was typed into which form of a page, when it comes back refused. */
export type Typed = { form: string; values: Readonly<Record<string, string>> }

/** One paper as its pages show it. */
export type DispatchView = {
  c: WebContext
  dispatch: Dispatch
  content: DispatchContent
  body: IssuingBody
  steps: readonly DispatchStep[]
  receipts: readonly Receipt[]
  files: readonly DispatchFile[]
  /** 更正 and 撤回 of it, and the paper that it puts right itself. */
  corrections: readonly Dispatch[]
  original: Dispatch | undefined
  names: ReadonlyMap<string, string>
  today: CivilDate
  /** State and right allow it. */
  can: (action: DispatchAction) => boolean
  mayAnswerFor: (unitId: string) => boolean
  mayCorrect: boolean
  /** The numbers of the report behind it may be looked up. */
  mayOpenReport: boolean
  /** The number that follows on those that are known, whole; undefined: no 字 is registered. */
  nextNumber: string | undefined
  /** The unit whose page it is; undefined: the office's. */
  unitId: string | undefined
  typed: Typed | undefined
  problem: string | undefined
  trail: Child
}

export const typedIn = ({ typed }: Pick<DispatchView, 'typed'>, form: string): Readonly<Record<string, string>> =>
  typed?.form === form ? typed.values : {}
