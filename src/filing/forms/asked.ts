import { annex1Form } from './annex1-2019.ts'
import { annex2Form } from './annex2-2019.ts'
import type { FormDefinition } from './form.ts'
import { govAppForm, isGovApp } from './govapp-2026.ts'

/** Every form that is answered of an account. */
export const accountForms: readonly FormDefinition[] = [annex1Form, annex2Form, govAppForm]

/** Which of them are asked of one account: those of the campaign, and 应用程序备案表 where it is an app. */
export const formsAsked = (campaignForms: readonly string[], platform: string | undefined): readonly FormDefinition[] =>
  accountForms.filter((form) => (form === govAppForm ? isGovApp(platform) : campaignForms.includes(form.id)))
