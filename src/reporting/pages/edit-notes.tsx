import type { EditNote } from '../model.ts'

const whereOf = (section: string) =>
  section === '' ? '开头' : `“${section.replace(/#\d+$/u, '').replaceAll('/', '”“')}”`

/** What became of an edit, in a sentence. */
export function noteWords({ section, kind, what }: EditNote): string {
  const where = whereOf(section)
  switch (kind) {
    case 'section-gone':
      return `${where}一节在新的数据里没有了，这一节的修改没有沿用。`
    case 'word-gone':
      return `${where}的修改引用了新的数据里没有的“${what}”，没有沿用，现为自动生成的文字。`
    case 'contradicts':
      return `${where}的修改与新的数据不符，没有沿用，现为自动生成的文字：${what}。`
    case 'draft-changed':
      return `${where}沿用了修改后的文字；自动生成的文字在修改之后有变化，请核对是否还要补写。`
  }
}
