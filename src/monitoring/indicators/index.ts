import type { CivilDate } from '../../calendar/index.ts'
import type { Facts } from '../model.ts'
import type { Indicator } from './define.ts'
import { appBelowCounty } from './burden/app-below-county.ts'
import { appNotFiled } from './burden/app-not-filed.ts'
import { checkIns } from './burden/check-ins.ts'
import { forcedDownload } from './burden/forced-download.ts'
import { likesRanked } from './burden/likes-ranked.ts'
import { noComplaintEntry } from './burden/no-complaint-entry.ts'
import { noIpv6 } from './burden/no-ipv6.ts'
import { concealed } from './district/concealed.ts'
import { deregisteredUnfiled } from './district/deregistered-unfiled.ts'
import { lateFiling } from './district/late-filing.ts'
import { noReviewRecord } from './district/no-review-record.ts'
import { oneAccountAPlatform } from './district/one-account-a-platform.ts'
import { overdueReplies } from './district/overdue-replies.ts'
import { responsiblePeople } from './district/responsible-people.ts'
import { serviceEntry } from './district/service-entry.ts'
import { sharedMatrix } from './district/shared-matrix.ts'
import { superiorCircular } from './district/superior-circular.ts'
import { unfiled } from './district/unfiled.ts'
import { updateWarning } from './district/update-warning.ts'
import { advertisement } from './national/advertisement.ts'
import { appUnusable } from './national/app-unusable.ts'
import { certifiedEntity } from './national/certified-entity.ts'
import { contentNotUpdated } from './national/content-not-updated.ts'
import { falseFollowers } from './national/false-followers.ts'
import { harmfulContent } from './national/harmful-content.ts'
import { leakedSecret } from './national/leaked-secret.ts'
import { noInteraction } from './national/no-interaction.ts'
import { offTopic } from './national/off-topic.ts'
import { openedByPart } from './national/office-opened-by-part.ts'
import { privateOpinion } from './national/private-opinion.ts'
import { publicOutcry } from './national/public-outcry.ts'
import { renamedUnfiled } from './national/renamed-unfiled.ts'
import { repostSource } from './national/repost-source.ts'
import { severeWording } from './national/severe-wording.ts'
import { stoppedNotClosed } from './national/stopped-not-closed.ts'
import { unfitTone } from './national/unfit-tone.ts'
import { dailyReading } from './province/daily-reading.ts'
import { errorReports } from './province/error-reports.ts'
import { provincialFiling } from './province/provincial-filing.ts'
import { simpleQuestions } from './province/simple-questions.ts'
import { brokenLink } from './templates/broken-link.ts'
import { forcedCondition } from './templates/forced-condition.ts'
import { localSilence } from './templates/local-silence.ts'
import { noSignatureLine } from './templates/no-signature-line.ts'
import { originals } from './templates/originals.ts'
import { postsAWeek } from './templates/posts-a-week.ts'
import { repostDuty } from './templates/repost-duty.ts'
import { staleColumn } from './templates/stale-column.ts'
import { typo } from './templates/typo.ts'
import { unmaskedPersonalData } from './templates/unmasked-personal-data.ts'
import { siteColumnsStale } from './websites/site-columns-stale.ts'
import { siteDown } from './websites/site-down.ts'
import { siteHomeStale } from './websites/site-home-stale.ts'
import { siteNoAnswer } from './websites/site-no-answer.ts'
import { siteNoService } from './websites/site-no-service.ts'
import { siteSevere } from './websites/site-severe.ts'

/** Every indicator there is, in the order in which verdicts print them: veto, deduction, bonus, hint. */
export const indicators: readonly Indicator[] = [
  severeWording,
  leakedSecret,
  harmfulContent,
  publicOutcry,
  contentNotUpdated,
  appUnusable,
  noInteraction,
  falseFollowers,
  unfiled,
  concealed,
  forcedDownload,
  checkIns,
  likesRanked,
  appNotFiled,
  siteSevere,
  siteDown,
  siteHomeStale,
  siteColumnsStale,
  siteNoAnswer,
  siteNoService,
  unfitTone,
  offTopic,
  stoppedNotClosed,
  advertisement,
  privateOpinion,
  repostSource,
  renamedUnfiled,
  certifiedEntity,
  deregisteredUnfiled,
  lateFiling,
  overdueReplies,
  serviceEntry,
  noReviewRecord,
  responsiblePeople,
  superiorCircular,
  oneAccountAPlatform,
  noComplaintEntry,
  appBelowCounty,
  postsAWeek,
  localSilence,
  repostDuty,
  noSignatureLine,
  unmaskedPersonalData,
  forcedCondition,
  typo,
  brokenLink,
  staleColumn,
  originals,
  openedByPart,
  sharedMatrix,
  updateWarning,
  noIpv6,
  simpleQuestions,
  errorReports,
  dailyReading,
  provincialFiling,
]

export const indicatorIds: readonly string[] = indicators.map(({ id }) => id)
/** Indicators that speak of the unit, whichever of its accounts they were found with. */
export const unitIndicators: readonly string[] = indicators.filter(({ about }) => about === 'unit').map(({ id }) => id)

const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]))

/** The indicator of an id that the database holds. */
export function indicatorOf(id: string): Indicator {
  const found = byId.get(id)
  if (!found) throw new RangeError(`no indicator ${id}`)
  return found
}

/** What a confirmed finding is called wherever it stands: bench, account, unit's home, report. */
export const findingSentence = (found: { indicator: string; facts: Facts; checkpoint: CivilDate }): string =>
  indicatorOf(found.indicator).sentence(found.facts, found.checkpoint)
