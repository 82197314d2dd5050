import { CsrfField, Select } from '../../web/index.ts'
import { signerLabels } from '../model.ts'
import type { Paper, SeenPaper } from '../checking/checks.ts'
import { placeValue } from '../checking/forms.ts'
import { openPages, pagesWith, type ScannedPages } from '../returns/scanned-pages.ts'
import type { HandWords } from './corrections-card.tsx'

type Props = {
  /** Where the form is sent. */
  action: string
  csrf: string
  version: number
  papers: readonly Paper[]
  checks: readonly SeenPaper[]
  /** Of several papers: which lies on which page of the scans. */
  scanned?: ScannedPages
  /** What was sent and refused. */
  typed: (name: string) => string | undefined
}

/** 逐表核验: whose signature, the seal and the content of each paper, confirmed apart. */
export function ChecksCard({ action, csrf, version, papers, checks, typed, scanned }: Props) {
  return (
    <section class="card">
      <header>
        <h2>逐表核验</h2>
        <p>签字、盖章分别确认</p>
      </header>
      <form class="in" id="checks" method="post" action={action} data-unsaved>
        <CsrfField csrf={csrf} />
        <input type="hidden" name="version" value={String(version)} />
        <table class="cards">
          <thead>
            <tr>
              <th>表格</th>
              {scanned && <th>所在页</th>}
              <th>签字人</th>
              <th>单位公章</th>
              <th>与打印内容</th>
            </tr>
          </thead>
          <tbody>
            {papers.map(({ key, title }, at) => {
              const seen = checks.find(({ paper }) => paper === key)
              return (
                <tr>
                  <td class="t full">
                    {title}
                    <input type="hidden" name={`paper-${at}`} value={key} />
                  </td>
                  {scanned && (
                    <td data-l="所在页">
                      {pagesWith(scanned, key) || codeWords(scanned, key) || (
                        <Select
                          bare
                          name={`page-${at}`}
                          label={`${title}所在页`}
                          value={typed(`page-${at}`) ?? (seen?.at ? placeValue(seen.at) : '')}
                          choices={[
                            { value: '', label: '请选择' },
                            ...openPages(scanned).map((page) => ({
                              value: placeValue(page),
                              label: page.label,
                            })),
                          ]}
                        />
                      )}
                    </td>
                  )}
                  <td data-l="签字人">
                    <Select
                      bare
                      name={`signedBy-${at}`}
                      label={`${title}签字人`}
                      value={typed(`signedBy-${at}`) ?? seen?.signedBy ?? ''}
                      choices={[
                        { value: '', label: '请选择' },
                        ...Object.entries(signerLabels).map(([value, label]) => ({ value, label })),
                      ]}
                    />
                  </td>
                  <td data-l="单位公章">
                    <Select
                      bare
                      name={`sealed-${at}`}
                      label={`${title}单位公章`}
                      value={typed(`sealed-${at}`) ?? (seen ? (seen.sealed ? 'yes' : 'no') : '')}
                      choices={[
                        { value: '', label: '请选择' },
                        { value: 'yes', label: sealWords(true) },
                        { value: 'no', label: sealWords(false) },
                      ]}
                    />
                  </td>
                  <td data-l="与打印内容">
                    <Select
                      bare
                      name={`matches-${at}`}
                      label={`${title}与打印内容`}
                      value={typed(`matches-${at}`) ?? (seen ? (seen.matches ? 'yes' : 'no') : '')}
                      choices={[
                        { value: '', label: '请选择' },
                        { value: 'yes', label: matchWords(true) },
                        { value: 'no', label: matchWords(false) },
                      ]}
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <p class="acts">
          <button class="btn" type="submit">
            保存核验结果
          </button>
        </p>
      </form>
    </section>
  )
}

/** What was seen of each paper once nothing is to be checked any more: it is what the acceptance stands on. */
type SeenProps = Pick<Props, 'papers' | 'checks' | 'scanned'> & { hand: HandWords }

export const SeenCard = ({ papers, checks, hand, scanned }: SeenProps) => (
  <section class="card">
    <header>
      <h2>逐表核验</h2>
      <p>签字、盖章分别确认</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>表格</th>
          {scanned && <th>所在页</th>}
          <th>签字人</th>
          <th>单位公章</th>
          <th>与打印内容</th>
          <th>核验人、时间</th>
        </tr>
      </thead>
      <tbody>
        {papers.map(({ key, title }) => {
          const seen = checks.find(({ paper }) => paper === key)
          return (
            <tr>
              <td class="t full">{title}</td>
              {scanned && <td data-l="所在页">{foundOn(scanned, key, seen) || '—'}</td>}
              <td data-l="签字人">{seen ? signerLabels[seen.signedBy] : '未核验'}</td>
              <td data-l="单位公章">{seen ? sealWords(seen.sealed) : '—'}</td>
              <td data-l="与打印内容">{seen ? matchWords(seen.matches) : '—'}</td>
              <td data-l="核验人、时间">{seen ? hand({ by: seen.checkedBy, at: seen.checkedAt }) : '—'}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </section>
)

// A scan of before pages were kept says that its code was read, and not where.
const codeWords = ({ unread }: ScannedPages, paper: string) =>
  unread.some(({ key }) => key === paper) ? '' : '已识别二维码'

function foundOn(scanned: ScannedPages, paper: string, seen: SeenPaper | undefined): string {
  const stated = scanned.pages.find(({ scanId, page }) => scanId === seen?.at?.scanId && page === seen.at.page)
  return pagesWith(scanned, paper) || (stated ? `${stated.label}（核验人选定）` : codeWords(scanned, paper))
}

const sealWords = (sealed: boolean) => (sealed ? '已盖章' : '未盖章')
const matchWords = (matches: boolean) => (matches ? '一致' : '有手写更正或不一致')
