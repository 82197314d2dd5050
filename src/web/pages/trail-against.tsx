import { formatMinute } from '../../calendar/index.ts'
import {
  chainName,
  type Comparison,
  compareTrail,
  newerWords,
  type ReadCheckpoint,
  readCheckpoint,
} from '../../checkpoints/index.ts'
import { systemChain, verifyTrail } from '../../trail/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { Alert } from '../components/alert.tsx'
import { CsrfField, Field } from '../components/field.tsx'
import type { WebContext } from '../context.ts'
import { readUpload } from '../forms.ts'

/** What came of holding the trail against a file: the comparison, or why there is none. */
export type Against = (ReadCheckpoint & Comparison) | { refusal: Refusal }

/** Holds the district's trail, and the installation's, against a 核验页 or an issued paper that was handed in. */
export async function heldAgainst(c: WebContext): Promise<Against> {
  const { deps, session } = c.var
  const { districtId } = session
  try {
    const file = await readUpload(c, 'page')
    if (!file) throw refuse('checkpoint.no-file')
    const read = await readCheckpoint(deps.db, file)
    // Another district's page says nothing to who may verify this one alone.
    if (read.checkpoint.districtId !== districtId)
      throw refuse('checkpoint.foreign-district', { district: read.checkpoint.districtId })
    const verdicts = [...(await verifyTrail(deps.db, districtId)), ...(await verifyTrail(deps.db, systemChain))]
    return { ...read, ...(await compareTrail(deps.db, read.checkpoint, verdicts)) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refusal: error }
  }
}

/** The form, and what came of it. */
export const AgainstCard = ({ csrf, against }: { csrf: string; against: Against | undefined }) => (
  <section class="card" id="against">
    <header>
      <h2>与核验页核对</h2>
      <p>核验页 PDF、扫描件、照片，或从系统下载的报告、通报原文件</p>
    </header>
    <div class="in stack">
      {against && <Outcome against={against} />}
      <form class="stack" method="post" action="/trail/against" enctype="multipart/form-data">
        <CsrfField csrf={csrf} />
        <Field
          name="page"
          label="核验页或文件原件"
          type="file"
          accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt"
          required
        />
        <button class="btn" type="submit">
          核对
        </button>
      </form>
    </div>
  </section>
)

const FILES = '本结论只关乎留痕。文件有没有被改动，请提交文件原件核对。'
const SEAL = '请立即封存数据目录，停止办理，并报告审计人员。'

function Outcome({ against }: { against: Against }) {
  if ('refusal' in against) return <Alert tone="warn" title={against.refusal.message} />
  const { checkpoint, source, holds, chains, paper, newer } = against
  const { title, number, version } = checkpoint.paper
  const of = `${title}${number === undefined ? '' : ` ${number}`} 第 ${version} 版，${formatMinute(checkpoint.takenAt)} 出具`
  const differences = [
    ...chains.filter((one) => !one.holds).map(({ chainId, why }) => `${chainName(chainId)}：${why}。`),
    ...(paper.holds ? [] : [`文件登记：${paper.why}。`]),
  ]
  const since = chains.filter((one) => one.since !== '')
  const isWhole = since.length === 0
  return (
    <Alert
      tone={holds && isWhole ? 'pass' : 'fail'}
      title={
        !holds
          ? '留痕与核验页不一致'
          : isWhole
            ? '自核验页出具以来，此前的留痕没有被改写'
            : '核验页出具以前的留痕没有被改写，出具以后的留痕断裂'
      }
    >
      {`核验页：${of}。`}
      {newer && newerWords(newer)}
      {holds
        ? chains.map(({ chainId, size }) => `${chainName(chainId)}前 ${size} 条一致。`).join('')
        : differences.join('')}
      {since.map((one) => `${chainName(one.chainId)}：${one.since}。`).join('')}
      {!(holds && isWhole) && SEAL}
      {source === 'page' && holds && FILES}
      {source === 'kept' &&
        '提交的是文件原件，对照的是系统内存放的核验页，证明力较弱；请再用系统外留存的核验页核对一次。'}
    </Alert>
  )
}
