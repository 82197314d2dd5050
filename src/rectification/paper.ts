import { formatDayZh, monthZh } from '../calendar/index.ts'
import type { Block, Paper, Run } from '../documents/index.ts'
import { dutyLabels } from '../registry/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import type { OrderContent, PrintedDay } from './content.ts'
import type { OrderedFinding } from './model.ts'
import { type ToldFinding, toldFindings } from './rules.ts'

const paragraph = (...runs: Run[]): Block => ({ kind: 'paragraph', runs })
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })

/** 2026年10月15日（3个工作日内，暂定）: a day with what it was computed from. */
const dayWords = ({ day, workdays, provisional }: PrintedDay): string =>
  `${formatDayZh(day)}（${workdays}个工作日内${provisional ? '，暂定' : ''}）`

const whose = ({ about, accountName, platform }: OrderedFinding): string =>
  about === 'unit' ? '本单位' : `${accountName}（${platforms[platform].label}）`

const problemWords = ({ sentence, months }: ToldFinding): string =>
  months.length === 1 ? sentence : `${sentence}${months.map(monthZh).join('、')}监测均已确认。`

const titles = { notice: '的通知', letter: '的函' } as const

/**
 * 整改通知单 as an official paper (GB/T 9704-2012), from which docx and pdf are printed with the same words. The
 * responsible people stand in it by role and name; nothing else names a person.
 */
export function orderPaper(content: OrderContent, notice: string): Paper {
  const { form, issuer, number, unitName, findings, stop, feedback, people, issuedOn } = content
  const told = toldFindings(findings)
  const requirements = [...new Set(told.map(({ requirement }) => requirement))]
  return {
    kind: 'circular',
    masthead: { issuer: form === 'notice' ? `${issuer}文件` : issuer, ...(number && { number }) },
    title: [`关于限期整改政务新媒体有关问题${titles[form]}`],
    addressee: unitName,
    body: [
      paragraph(
        '根据《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）和全区政务新媒体每月监测要求，经系统监测和人工复核，你单位下列问题已经确认，现将有关整改事项通知如下。',
      ),
      heading('存在的问题'),
      ...told.map((one, at) => paragraph(`${at + 1}．${whose(one)}：${problemWords(one)}依据：${one.clause}。`)),
      heading('整改要求'),
      ...requirements.map((text, at) => paragraph(`${at + 1}．${text}`)),
      heading('整改时限'),
      ...(stop ? [paragraph(`请于${dayWords(stop)}前止住单项否决问题，并报告止住情况。`)] : []),
      paragraph(`请于${dayWords(feedback)}前完成整改，将整改情况和证明材料书面反馈我单位，经复查合格后销号。`),
      ...(stop?.provisional || feedback.provisional
        ? [paragraph('注：标明暂定的日期，待国务院办公厅放假安排公布后重新计算。')]
        : []),
      heading('责任人员'),
      ...people.map(({ duty, name }) => paragraph(`${dutyLabels[duty]}：${name ?? '未登记，请一并报送'}。`)),
      heading('申诉和逾期'),
      paragraph(
        '对所列问题有异议的，签收后可以提出一次申诉并附证据，由下达人以外的人员处理；申诉期间整改时限不停止计算。逾期未整改或复查不合格的，列入下一期通报，并按规定提出责任追究建议。',
      ),
    ],
    signature: { office: issuer, day: issuedOn },
    ...(notice && { notice }),
  }
}
