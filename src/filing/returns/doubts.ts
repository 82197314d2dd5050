import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import { contradictionsIn, formsAsked } from '../forms/index.ts'
import type { FilingForm } from '../model.ts'
import type { PrintedEntry } from './content.ts'

type Kept = Pick<PrintedEntry, 'accountId' | 'answers'>

type Asked = { forms: readonly FilingForm[]; unitKind: UnitKind }

/**
 * What is to be looked at again of each account: answers that can't both be true, and one that is kept without a word why.
 * Nothing is refused for it; the unit reads it while it fills in, and who accepts beside what was signed.
 */
export function doubtsOf(entries: readonly Kept[], asked: Asked): Map<string, string[]> {
  const kept = unexplainedKept(entries, asked)
  return new Map(
    entries.map(({ accountId, answers }) => [
      accountId,
      [
        ...formsAsked(asked.forms, answers['platform']).flatMap((form) => contradictionsIn(form, answers)),
        ...(kept.get(accountId) ?? []),
      ],
    ]),
  )
}

/**
 * Accounts that a unit keeps without a word why, where the notice keeps them in principle not (二（二）: departments don't
 * open their own; one account on a platform): a sentence to look at, by account. Nothing is refused for it: which rule is
 * in force on a day is told by 清理整合, which asks for the reason then.
 */
function unexplainedKept(entries: readonly Kept[], { forms, unitKind }: Asked): Map<string, readonly string[]> {
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
        return why.length > 0 ? [[accountId, [`${why.join('；')}。整改措施为“保留”的，请填写保留理由。`]] as const] : []
      }),
  )
}
