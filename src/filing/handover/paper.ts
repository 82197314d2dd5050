import { formatDayZh, isCivilDate } from '../../calendar/index.ts'
import type { FormBook, FormCell, FormRow } from '../../documents/index.ts'
import { qrPng, qrSvg } from '../../files/index.ts'
import { codeText, contentHash } from '../forms/index.ts'
import { checklistOf } from './checklist.ts'
import type { HandoverContent } from './content.ts'
import { answerLabels, answerWords, type ItemAnswer } from './model.ts'

const label = (text: string): FormCell => ({ lines: [text] })
const value = (text: string, columns = 1): FormCell => ({ lines: text.split('\n'), columns, align: 'left' })

const ticked = (answer: ItemAnswer['answer']) =>
  answerWords.map((word) => `${answerLabels[word]}${word === answer ? '☑' : '□'}`).join(' ')

function remark({ note, on }: ItemAnswer): string {
  const day = isCivilDate(on) ? `更换日期：${formatDayZh(on)}` : ''
  return [day, note].filter(Boolean).join('\n')
}

const unanswered: ItemAnswer = { answer: null, note: '', on: '' }

function itemRows({ checklist, answers }: HandoverContent): FormRow[] {
  return checklistOf(checklist).items.map(({ key, label: text }, at): FormRow => {
    const given = answers[key] ?? unanswered
    return {
      cells: [label(String(at + 1)), value(text), label(ticked(given.answer)), value(remark(given))],
      height: 11,
    }
  })
}

const taskLines = ({ tasks }: HandoverContent): string =>
  tasks.length === 0
    ? '系统中没有未办结事项。'
    : tasks.map(({ kind, title, note }, at) => `${at + 1}．${kind}：${title}（${note}）`).join('\n')

function signatureRows({ signing, outgoing, incoming, witness, absenceReason }: HandoverContent): FormRow[] {
  const place = (who: string, name: string): FormRow => ({
    cells: [{ lines: [`${who}（签字）`], columns: 2 }, value(`${name}\n\n　　　　　　　　　年　　月　　日`, 2)],
    height: 22,
  })
  if (signing === 'both') return [place('移交人', outgoing), place('接收人', incoming)]
  return [
    {
      cells: [{ lines: ['移交人不能签字的原因'], columns: 2 }, value(`${outgoing}：${absenceReason ?? ''}`, 2)],
      height: 12,
    },
    place('接收人', incoming),
    place('监交人', witness ?? ''),
  ]
}

/** 人员交接单: who hands what over to whom, what is still open, and the places where both sign. */
export async function handoverBook({
  handoverId,
  number,
  content,
  notice,
}: {
  handoverId: string
  number: number
  content: HandoverContent
  notice?: string
}): Promise<FormBook> {
  const hash = contentHash(content).slice(0, 16)
  const { version } = checklistOf(content.checklist)
  const text = codeText({ form: 'handover', version, returnId: handoverId, printNumber: number, hash })
  const head = (name: string, words: string): FormRow => ({
    cells: [{ lines: [name], columns: 2 }, value(words, 2)],
    height: 10,
  })
  const title = '政务新媒体人员交接单'
  return {
    title,
    office: content.unit.name,
    day: content.printedOn,
    ...(notice && { notice }),
    forms: [
      {
        title: `${content.district}${title}`,
        columns: [8, 30, 27, 35],
        rows: [
          head('单位', content.unit.name),
          head('交接岗位', content.posts.join('\n')),
          head('移交人', content.outgoing),
          head('接收人', content.incoming),
          head('变动日期、办结期限', `${formatDayZh(content.changedOn)}变动，${formatDayZh(content.dueOn)}前办结`),
          { cells: [label('序号'), label('交接事项'), label('是否办理'), label('说明')], height: 9 },
          ...itemRows(content),
          head('未办结事项', taskLines(content)),
          ...signatureRows(content),
        ],
        below: ['注：本单不填写密码。密码由接收人自行更换，只登记更换日期。'],
        code: {
          svg: await qrSvg(text),
          png: await qrPng(text),
          label: `第${number}次打印　${formatDayZh(content.printedOn)}　校验码 ${hash.match(/.{4}/g)?.join(' ') ?? hash}`,
        },
      },
    ],
  }
}
