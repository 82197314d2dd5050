import { z } from 'zod'
import {
  type Gate,
  gateLabels,
  gates,
  inOrder,
  type LevelRule,
  type LevelSigner,
  type ReviewRule,
  signerLabels,
} from './model.ts'
import { ruleProblem } from './rules.ts'

const short = (gate: Gate): string => gateLabels[gate].replace(/关$/u, '')

/** 初审（本单位审核人员）政策、文字；终审（单位负责人）政治、法律、保密: how a rule is read and written by people. */
export const ruleWords = ({ levels }: Pick<ReviewRule, 'levels'>): string =>
  levels
    .map(({ name, signer, gates: asked }) => `${name}（${signerLabels[signer]}）${asked.map(short).join('、')}`)
    .join('；')

const LEVEL = /^(.{1,20}?)[（(](.+?)[）)](.+)$/u

/** The other way round, for the form of a district's rules; messages are Chinese sentences. */
export const ruleValue = z.string().transform((text, { addIssue }): { levels: LevelRule[] } => {
  const wrong = (message: string) => {
    addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const levels: LevelRule[] = []
  for (const part of text.split(/[；;]/u).filter((one) => one.trim() !== '')) {
    const [, name = '', signerWords = '', gateWords = ''] = LEVEL.exec(part.trim()) ?? []
    const signer = (Object.keys(signerLabels) as LevelSigner[]).find((one) => signerLabels[one] === signerWords.trim())
    if (!signer) return wrong(`“${part.trim()}”应写作“名称（${Object.values(signerLabels).join('、')}之一）审哪几关”。`)
    const asked: Gate[] = []
    for (const word of gateWords.split(/[、，,\s]+/u).filter((one) => one !== '')) {
      const gate = gates.find((one) => short(one) === word.replace(/关$/u, ''))
      if (!gate) return wrong(`没有“${word}”这一关，应为${gates.map(short).join('、')}。`)
      asked.push(gate)
    }
    levels.push({ name: name.trim(), signer, gates: inOrder(asked) })
  }
  const problem = ruleProblem({ levels })
  return problem ? wrong(problem) : { levels }
})

/** Words parted by 、, each once. */
export const wordList = z
  .string()
  .transform((text) => [...new Set(text.split(/[、，,；;\s]+/u).filter((word) => word !== ''))])
  .refine((words) => words.length <= 500, '字词不超过500个。')
  .refine((words) => words.every((word) => word.length <= 30), '每个字词不超过30字。')
