import { CsrfField, Field } from '../../web/index.ts'
import { type Campaign, campaignActionLabels, type CampaignState } from '../model.ts'

type Props = {
  csrf: string
  campaign: Campaign
  may: { turnDown: boolean; withdraw: boolean }
  /** What was sent with a step that was refused. */
  typed: Readonly<Record<string, string>>
}

/** The ways out of a draft, each with its reason: sent back, not approved, withdrawn. */
export function GivingBack({ may, ...view }: Props) {
  if (!may.turnDown && !may.withdraw) return null
  return (
    <>
      {may.turnDown && (
        <ReasonForm
          {...view}
          path="turn-down"
          steps={['send-back', 'reject']}
          note="退回的由拟定人修改后再报批；不予批准的即告终止，需要时另行拟定。"
        />
      )}
      {may.withdraw && (
        <ReasonForm
          {...view}
          path="withdraw"
          steps={['withdraw']}
          note="误拟或不再布置的，写明理由后撤回；撤回后需要时另行拟定。"
        />
      )}
    </>
  )
}

type Step = 'send-back' | 'reject' | 'withdraw'
type FormProps = Omit<Props, 'may'> & { path: string; steps: readonly [Step, ...Step[]]; note: string }

function ReasonForm({ csrf, campaign, typed, path, steps, note }: FormProps) {
  const [first] = steps
  const isTyped = steps.some((step) => step === typed['step'])
  return (
    <section class="card">
      <header>
        <h2>{steps.map((step) => campaignActionLabels[step]).join('、')}</h2>
      </header>
      <form class="in" method="post" action={`/filing/campaigns/${campaign.id}/${path}`} data-unsaved>
        <CsrfField csrf={csrf} />
        <input type="hidden" name="version" value={String(campaign.version)} />
        <Field
          name="reason"
          id={`${first}-reason`}
          label="理由"
          type="textarea"
          rows={2}
          maxlength={500}
          required
          value={isTyped ? typed['reason'] : undefined}
          hint={note}
        />
        <p class="acts">
          {steps.map((step) => (
            <button class="btn bad" type="submit" name="step" value={step}>
              {campaignActionLabels[step]}
            </button>
          ))}
        </p>
      </form>
    </section>
  )
}

/** What a reason is called, by the state that the campaign is in; of a draft that was changed, what it was sent back for. */
export const reasonLabels: Readonly<Partial<Record<CampaignState, string>>> = {
  draft: '上次退回理由',
  returned: '退回理由',
  rejected: '不予批准理由',
  withdrawn: '撤回理由',
}
