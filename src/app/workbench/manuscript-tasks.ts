import { may } from '../../access/index.ts'
import { listManuscripts, type Manuscript, waitingFor, type WaitingForOne } from '../../publishing/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'

const MOST = 20

/**
 * What somebody of a unit has to do with manuscripts: sign, look at afterwards, and, of who writes, his unit's that came back
 * or are approved and not published yet. Nothing for who may not read them.
 */
export async function manuscriptsToDo(
  { var: { deps, actor } }: AtDesk,
  scope: { districtId: string; unitId: string },
): Promise<Pick<WaitingForOne, 'mine' | 'afterwards'> & { own: Manuscript[] }> {
  if (!may(actor, 'manuscripts.read', scope)) return { mine: [], afterwards: [], own: [] }
  const { mine, afterwards } = await waitingFor(deps, actor, scope.districtId)
  const { rows } = may(actor, 'manuscripts.write', scope)
    ? await listManuscripts(deps.db, scope, { states: ['returned', 'approved'] }, { offset: 0, limit: MOST })
    : { rows: [] }
  return { mine, afterwards, own: rows.filter(({ unitId }) => unitId === scope.unitId) }
}

/** Manuscripts that units sent to an office of the district for its countersignature; of the own unit, what waits for its 补审. */
export async function manuscriptTasks(c: AtDesk, districtId: string, allowed: Allowed): Promise<Task[]> {
  const { deps, actor } = c.var
  const isOffice = allowed('manuscripts.countersign-propaganda') || allowed('manuscripts.countersign-secrecy')
  if (!isOffice && !may(actor, 'manuscripts.review', { districtId, unitId: actor.unitId })) return []
  const { mine, afterwards } = await waitingFor(deps, actor, districtId)
  const countersign: Task = {
    of: '稿件',
    title: `会签单位送来的稿件 ${mine.length} 件`,
    note: '看过全文，逐关签署',
    href: '/manuscripts',
    mark: 'pend',
    word: '待会签',
  }
  const check: Task = {
    of: '稿件补审',
    title: afterwardsWords(afterwards.length),
    note: afterwardsNote,
    href: '/manuscripts/urgent',
    mark: 'pend',
    word: '待补审',
  }
  return [...(isOffice && mine.length > 0 ? [countersign] : []), ...(afterwards.length > 0 ? [check] : [])]
}

export const afterwardsWords = (count: number): string => `补审走加急通道的稿件 ${count} 件`
export const afterwardsNote = '已经签发；由没有撰写、没有签署的人再看一遍，登记补审意见'
