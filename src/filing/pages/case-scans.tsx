import { Field } from '../../web/index.ts'
import { caseActionLabels, nextCaseState } from '../cases/model.ts'
import { bearsPaperCode } from '../forms/index.ts'
import { type CaseView, typedIn } from './case-view.tsx'
import { Hidden } from './versioned-form.tsx'

/** Scans that stand, each with the way to put it aside; below them those that were put aside or sent back. */
export function CaseScans(view: CaseView) {
  const { one, scans, aside, may, seesPapers } = view
  const named = ({ id, fileName }: { id: string; fileName: string }) =>
    seesPapers ? <a href={`/cases/${one.id}/scans/${id}/1`}>{fileName}</a> : fileName
  const mayPut = may('put-aside') && nextCaseState[one.state]['put-aside'] !== undefined
  return (
    <>
      {scans.map((scan) => (
        <div>
          <p class="papers">
            {named(scan)}
            {`　${scan.pages}页　${bearsPaperCode(scan.codes) ? '已识别二维码' : '未识别到二维码，由受理人核对'}`}
          </p>
          {mayPut && <PutAside view={view} scanId={scan.id} />}
        </div>
      ))}
      {aside.map((scan) => (
        <p class="papers mut">
          {named(scan)}
          {`　${scan.pages}页　${scan.sentBackAt ? '退回前的扫描件，不再计入' : '已撤下，留存备查'}`}
        </p>
      ))}
    </>
  )
}

function PutAside({ view, scanId }: { view: CaseView; scanId: string }) {
  const typed = typedIn(view, 'put-aside')
  const isTyped = typed['scanId'] === scanId
  return (
    <details open={isTyped}>
      <summary>传错了，撤下另传</summary>
      <form method="post" action={`/cases/${view.one.id}/scans/${scanId}/put-aside`}>
        <Hidden {...view} />
        <input type="hidden" name="scanId" value={scanId} />
        <Field
          id={`reason-${scanId}`}
          name="reason"
          label="撤下理由"
          required
          value={isTyped ? typed['reason'] : undefined}
          hint="撤下的扫描件不删除，留存备查。"
        />
        <p class="acts">
          <button class="btn" type="submit">
            {caseActionLabels['put-aside']}
          </button>
        </p>
      </form>
    </details>
  )
}
