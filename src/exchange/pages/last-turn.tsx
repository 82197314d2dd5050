import type { Instant } from '../../calendar/index.ts'
import { shownMinute, Status, type WebContext } from '../../web/index.ts'

/** What came of the newest turn with another office, and when. */
export const LastTurn = ({ c, triedAt, why }: { c: WebContext; triedAt: Instant | null; why: string | null }) =>
  triedAt === null ? (
    <>没有取送过</>
  ) : (
    <>
      <Status mark={why === null ? 'pass' : 'fail'} word={why === null ? '成功' : '没有办成'} />
      <small>{`${shownMinute(c, triedAt)}　${why ?? ''}`}</small>
    </>
  )
