import { gateLabels, severityLabels } from '../../textcheck/index.ts'

/** How a cell of a list is read. */
export type Reading = 'text' | 'day' | 'words' | 'unit' | Readonly<Record<string, string>>

/** A column of a list: of the table, of its sheet, of its form. */
export type ListColumn = {
  readonly column: string
  readonly label: string
  readonly reads: Reading
  readonly most?: number
  readonly isRequired?: true
  /** Stands where nothing is said. */
  readonly otherwise?: string
  readonly hint?: string
}

/** A list that an office keeps: its table, its columns, and what tells two lines apart. */
export type ListKind = {
  readonly code: string
  readonly table: 'lexicon_entry' | 'silenced_name' | 'approved_source'
  readonly label: string
  readonly note: string
  readonly columns: readonly ListColumn[]
  readonly key: readonly string[]
}

export const lexiconLists = {
  words: '其他用词',
  leaders: '领导人姓名职务',
  bodies: '机构名称',
  places: '地名',
  phrases: '固定表述',
  territory: '领土主权表述',
  advertisement: '商业广告',
} as const

const foldingLabels = { width: '全角半角', case: '大小写', traditional: '繁体', inserted: '夹杂符号' } as const

const days = [
  { column: 'valid_from', label: '起用日期', reads: 'day' },
  { column: 'valid_to', label: '停用日期', reads: 'day', hint: '当天仍有效；长期有效的留空。' },
] as const

export const lexiconKind: ListKind = {
  code: 'words',
  table: 'lexicon_entry',
  label: '词库',
  note: '领导人姓名职务、机构、地名、固定表述、领土主权表述、商业广告用语，由监管员维护，须写明依据。',
  columns: [
    { column: 'wrong', label: '错误用语', reads: 'text', most: 60, isRequired: true },
    { column: 'right_words', label: '正确用语', reads: 'text', most: 60, hint: '只提示核对的留空。' },
    { column: 'source', label: '依据', reads: 'text', most: 200, isRequired: true },
    { column: 'list', label: '类别', reads: lexiconLists, otherwise: 'words' },
    { column: 'severity', label: '程度', reads: severityLabels, otherwise: 'confirm' },
    { column: 'gate', label: '关口', reads: gateLabels, otherwise: 'wording' },
    ...days,
    {
      column: 'excuses',
      label: '例外短语',
      reads: 'words',
      most: 400,
      hint: '出现在这些更长的词语里的不提示，用顿号隔开。',
    },
    { column: 'required', label: '须同时出现', reads: 'words', most: 400, hint: '同一句里有其中一个才提示。' },
    { column: 'forbidden', label: '不得同时出现', reads: 'words', most: 400, hint: '同一句里有其中一个就不提示。' },
    {
      column: 'folding',
      label: '变形也算',
      reads: 'words',
      most: 40,
      otherwise: '全角半角、大小写',
      hint: `可写：${Object.values(foldingLabels).join('、')}。`,
    },
  ],
  key: ['list', 'wrong'],
}

export const namesKind: ListKind = {
  code: 'names',
  table: 'silenced_name',
  label: '单位词典',
  note: '单位、账号、地名、人名照原样写，检查时不作错别字提示。台账中的单位和账号名称已经包括在内。',
  columns: [
    { column: 'name', label: '名称', reads: 'text', most: 60, isRequired: true },
    {
      column: 'kind',
      label: '种类',
      reads: { unit: '单位', account: '账号', place: '地名', person: '人名', other: '其他' },
      otherwise: 'other',
    },
    { column: 'unit_id', label: '只用于单位', reads: 'unit', most: 60, hint: '全区都用的留空。' },
    { column: 'source', label: '依据', reads: 'text', most: 200, isRequired: true },
  ],
  key: ['unit_id', 'name'],
}

export const sourcesKind: ListKind = {
  code: 'sources',
  table: 'approved_source',
  label: '稿源名单',
  note: '转载内容限党委和政府网站以及有关主管部门确定的稿源单位（国办发〔2018〕123号）。',
  columns: [
    { column: 'name', label: '稿源名称', reads: 'text', most: 60, isRequired: true },
    { column: 'host', label: '网站域名', reads: 'text', most: 100, hint: '如 www.gov.cn，没有的留空。' },
    { column: 'source', label: '依据', reads: 'text', most: 200, isRequired: true },
    ...days,
  ],
  key: ['name'],
}

export const listKinds = [lexiconKind, namesKind, sourcesKind] as const

/** A line of a list as its table has it. */
export type ListRow = Readonly<Record<string, string | null | readonly string[]>>

/** Words of the list of foldings to what they are called, both ways. */
export const foldings: ReadonlyMap<string, string> = new Map(Object.entries(foldingLabels))

export const REASON_MOST = 200
