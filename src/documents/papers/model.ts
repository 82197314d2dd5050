import type { CivilDate } from '../../calendar/index.ts'

/** 楷体 for a lead-in such as 更新不及时。, 黑体 for what must not be overlooked; without a face the text is 仿宋. */
export type Run = string | { text: string; face: 'kai' | 'hei' }

/** Width is a share of the text width: columns of 1, 3 and 2 take one sixth, a half and a third. */
export type Column = { title: string; width: number; align?: 'left' | 'center' | 'right' }

export type Block =
  /** Printed with its number: level 1 一、, level 2 （一）, level 3 1. ; `text` is the heading alone. */
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'table'; caption?: string; columns: Column[]; rows: string[][] }
  /** `svg` as `renderBarChart` and `renderTrend` make it; `alt` says in words what the picture shows. */
  | { kind: 'figure'; svg: string; caption: string; alt: string }

/** An annex without blocks is a file of its own: it is named in the 附件说明 and not printed. */
export type Annex = { title: string; blocks?: Block[]; landscape?: boolean }

/**
 * One official paper, from which docx and pdf are printed with the same words.
 * Layout: GB/T 9704-2012 as summed up in the rulebook, (h) 公文版式.
 */
export type Paper = {
  /**
   * An upward 报告 prints its number at the left and the signer at the right; a 通报 centres the number; a 函 has the 信函格式
   * (10.1): double rules, the number at the right, no page number on its first page, a 版记 of 抄送 alone.
   */
  kind: 'report' | 'circular' | 'letter'
  /** The red head. `number` is the whole 发文字号, `signer` the 签发人 of an upward paper. */
  masthead?: { issuer: string; number?: string; signer?: string }
  /** Lines, broken by the author where the words allow it. */
  title: string[]
  /** 主送, with or without its closing ： */
  addressee?: string
  body: Block[]
  annexes?: Annex[]
  signature: { office: string; day: CivilDate }
  /** 附注 without its brackets: 此件公开发布 */
  remark?: string
  /** 批阅栏: a ruled box with room to write, for the paper a leader signs; last of the text, or `above` it as on a 呈批件. */
  instructionBox?: { label: string; above?: boolean }
  /** 版记 at the foot of the last page. */
  colophon?: { copiesTo?: string; printedBy: string; printedOn: CivilDate }
  /** Printed small at the head of every page: 草稿, 演示数据. */
  notice?: string
}
