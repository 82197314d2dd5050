import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import type { FilingForm } from '../model.ts'
import type { PrintedEntry } from './content.ts'

type Kept = Pick<PrintedEntry, 'accountId' | 'answers'>

/**
 * Accounts that a unit keeps without a word why, where the notice keeps them in principle not (二（二）: departments don't
 * open their own; one account on a platform): a sentence to look at, by account. Nothing is refused for it: which rule is
 * in force on a day is told by 清理整合, which asks for the reason then.
 */
export function unexplainedKept(
  entries: readonly Kept[],
  { forms, unitKind }: { forms: readonly FilingForm[]; unitKind: UnitKind },
): Map<string, string> {
  if (!forms.includes('annex2')) return new Map()
  const kept = entries.filter(({ answers }) => answers['disposition'] === 'keep')
  const onPlatform = Map.groupBy(kept, ({ answers }) => answers['platform'])
  return new Map(
    kept
      .filter(({ answers }) => !answers['keepReason']?.trim())
      .flatMap(({ accountId, answers: { platform = '' } }) => {
        const count = onPlatform.get(platform)?.length ?? 0
        const why = [
          ...(unitKind === 'department' ? [`主办单位为${unitKinds.department.label}，原则上不单独开设`] : []),
          ...(count > 1 && platform in platforms
            ? [`本单位${platforms[platform as Platform].label}保留${count}个账号，原则上同一平台只开设一个`]
            : []),
        ]
        return why.length > 0 ? [[accountId, `${why.join('；')}。整改措施为“保留”的，请填写保留理由。`] as const] : []
      }),
  )
}
