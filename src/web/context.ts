import type { Context } from 'hono'
import type { Action, Actor, Deps, Session } from '../access/index.ts'
import type { JobQueue } from '../jobs/index.ts'
import type { NamesOfThings } from './options.ts'
import type { RecordWords } from './trail-words.ts'

/** What every handler finds in `c.var`. `session` and `actor` are there on every route that isn't public. */
export type WebVariables = {
  deps: Deps
  jobs: JobQueue
  requestId: string
  /** The pattern of the route that answers; undefined where there is none. */
  route: string | undefined
  demo: boolean
  elder: boolean
  session: Session
  actor: Actor
  /** The name before 政务新媒体监管平台: of the person's district, or of the only one there is; else blank. */
  districtName: string
  recordWords: RecordWords
  namesOfThings: NamesOfThings
}

export type WebContext = Context<{ Variables: WebVariables }>

/** Who may come in: anybody, anybody signed in, or who may do the action somewhere in the district. */
export type Door = Action | 'public' | 'signed-in'

/** One route with its door. A route without a door does not compile, and every door is asked before the handler runs. */
export type RouteDefinition = {
  method: 'get' | 'post'
  path: string
  door: Door
  /** Of the own level: who belongs to a city or province asks for it there, and not in the district that is looked at. */
  ownLevel?: true
  /** Asked by programs, which say themselves who they are: who is signed in here in a browser is nobody to it. */
  machine?: true
  /** Asked by a page that stands open, not by a person: it keeps no session alive. */
  quiet?: true
  /** A form that carries files: up to `fileMegabytes` instead of 256 kB. */
  upload?: boolean
  /** The thing a form acts on, where it is there: its trail keeps what is refused of it; without one, the person's. */
  about?(c: WebContext): Promise<{ kind: string; id: string } | undefined>
  handle(c: WebContext): Response | Promise<Response>
}

/** The signed-in person's session, also on public pages, where there may be none. */
export const sessionOf = (c: WebContext): Session | undefined => c.get('session')
