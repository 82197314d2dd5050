import { dayOf, formatDayZh } from '../../calendar/index.ts'
import { triggerRules } from '../../filing/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Field } from '../../web/index.ts'
import type { OrderRow } from '../queries/lists.ts'
import { orderStateLabels } from '../model.ts'
import type { About } from '../circulars/queries.ts'
import { circularLevels } from '../circulars/model.ts'
import type { Clue } from './queries.ts'

/** What of a unit may stand as evidence. */
export type Offered = { clues: readonly Clue[]; orders: readonly OrderRow[]; circulars: readonly About[] }
export type Chosen = { triggers: readonly string[]; orders: readonly string[]; circulars: readonly string[] }

type Line = { name: keyof Chosen; value: string; words: string; checked: boolean }

const Box = ({ name, value, words, checked }: Line) => (
  <label>
    <input type="checkbox" name={name} value={value} checked={checked} />
    {` ${words}`}
  </label>
)

/** Pieces of evidence to choose from, and a file that proves something. */
export const EvidenceFields = ({
  clues,
  orders,
  circulars,
  chosen,
  fileNote,
}: Offered & { chosen: Chosen; fileNote: string }) => (
  <>
    <fieldset class="fld">
      <legend class="lab">证据（两条以上，出自同一问题、同一通知、同一文件的只算一条）</legend>
      <span class="checks">
        {clues.map(({ id, rule, accountName, raisedAt }) => (
          <Box
            name="triggers"
            value={id}
            words={`线索 ${rule} ${triggerRules[rule].label}${accountName ? `　${accountName}` : ''}　${formatDayZh(dayOf(raisedAt))}`}
            checked={chosen.triggers.includes(id)}
          />
        ))}
        {orders.map(({ id, number, labels, state }) => (
          <Box
            name="orders"
            value={id}
            words={`整改通知 ${number ?? ''}　${labels.join('、')}　${orderStateLabels[state]}`}
            checked={chosen.orders.includes(id)}
          />
        ))}
        {circulars.map(({ id, level, title, issuedOn }) => (
          <Box
            name="circulars"
            value={id}
            words={`上级通报（${circularLevels[level]}） ${title}　${formatDayZh(issuedOn)}`}
            checked={chosen.circulars.includes(id)}
          />
        ))}
      </span>
    </fieldset>
    <Field
      name="file"
      id="evidence-file"
      label="书面材料"
      type="file"
      accept=".pdf,.jpg,.jpeg,.png,.webp"
      hint={`${hints.scanFile}${sentences.nothingSecret}`}
    />
    <Field name="fileNote" label="材料说明" maxlength={200} value={fileNote} hint="上传书面材料的，写明证明什么。" />
  </>
)
