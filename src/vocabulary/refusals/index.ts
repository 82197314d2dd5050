import { accessRefusals } from './access.ts'
import { annex1Refusals } from './annex1.ts'
import { apiRefusals } from './api.ts'
import { backupRefusals } from './backup.ts'
import { bulletinRefusals } from './bulletins.ts'
import { caseRefusals } from './cases.ts'
import { circularRefusals } from './circulars.ts'
import { checkpointRefusals } from './checkpoints.ts'
import { cleanupRefusals } from './cleanup.ts'
import { closingRefusals } from './closing.ts'
import { collectionRefusals } from './collection.ts'
import { concealmentRefusals } from './concealment.ts'
import { databaseRefusals } from './database.ts'
import { documentRefusals } from './documents.ts'
import { emergencyRefusals } from './emergency.ts'
import { engagementRefusals } from './engagement.ts'
import { exchangeRefusals } from './exchange.ts'
import { fileRefusals } from './files.ts'
import { filingRefusals } from './filing.ts'
import { handoverRefusals } from './handovers.ts'
import { holidayRefusals } from './holidays.ts'
import { instructionRefusals } from './instructions.ts'
import { lexiconRefusals } from './lexicons.ts'
import { jobRefusals } from './jobs.ts'
import { manuscriptRefusals } from './manuscripts.ts'
import { monitoringRefusals } from './monitoring.ts'
import { nationalRefusals } from './national.ts'
import { notifyRefusals } from './notify.ts'
import { paperRefusals } from './papers.ts'
import { publishingRefusals } from './publishing.ts'
import { rectificationRefusals } from './rectification.ts'
import { scoringRefusals } from './scoring.ts'
import { secrecyRefusals } from './secrecy.ts'
import { reportingRefusals } from './reporting.ts'
import { registryRefusals } from './registry.ts'
import { ssoRefusals } from './sso.ts'
import { superiorRefusals } from './superiors.ts'
import { textRefusals } from './texts.ts'
import { webRefusals } from './web.ts'
import { webhookRefusals } from './webhooks.ts'
import type { RefusalEntry } from './catalogue.ts'

// One catalogue; a file a room keeps it readable. A code's first word names the thing, never the screen.
const catalogue = {
  ...accessRefusals,
  ...annex1Refusals,
  ...apiRefusals,
  ...backupRefusals,
  ...bulletinRefusals,
  ...caseRefusals,
  ...circularRefusals,
  ...checkpointRefusals,
  ...cleanupRefusals,
  ...closingRefusals,
  ...collectionRefusals,
  ...concealmentRefusals,
  ...databaseRefusals,
  ...documentRefusals,
  ...emergencyRefusals,
  ...engagementRefusals,
  ...exchangeRefusals,
  ...fileRefusals,
  ...filingRefusals,
  ...handoverRefusals,
  ...holidayRefusals,
  ...instructionRefusals,
  ...jobRefusals,
  ...lexiconRefusals,
  ...manuscriptRefusals,
  ...monitoringRefusals,
  ...nationalRefusals,
  ...notifyRefusals,
  ...paperRefusals,
  ...publishingRefusals,
  ...rectificationRefusals,
  ...registryRefusals,
  ...reportingRefusals,
  ...scoringRefusals,
  ...secrecyRefusals,
  ...ssoRefusals,
  ...superiorRefusals,
  ...textRefusals,
  ...webRefusals,
  ...webhookRefusals,
}

type Catalogue = typeof catalogue
export type RefusalCode = keyof Catalogue
export type RefusalParams<C extends RefusalCode> = Catalogue[C] extends RefusalEntry<infer P> ? P : never

/** An expected "no": carries its code, HTTP status and the sentence shown to the person. Tests assert the code. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly status: RefusalEntry['status']
  readonly params: Readonly<Record<string, unknown>>
  constructor(code: RefusalCode, params: Record<string, unknown>, status: RefusalEntry['status'], sentence: string) {
    super(sentence)
    this.name = 'Refusal'
    this.code = code
    this.params = params
    this.status = status
  }
}

type Args<C extends RefusalCode> = keyof RefusalParams<C> extends never
  ? [code: C]
  : [code: C, params: RefusalParams<C>]

/** Builds the refusal to throw: `throw refuse('account.duplicate-on-platform', { platform })`. */
export function refuse<C extends RefusalCode>(...[code, params]: Args<C>): Refusal {
  const found = catalogue[code] as RefusalEntry<unknown>
  return new Refusal(code, params ?? {}, found.status, found.say(params))
}

/** Every code with its status, for the test that reads the whole catalogue and for the API's document. */
export const refusalCodes = Object.keys(catalogue) as RefusalCode[]
