import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { formatMinute } from '../../../calendar/index.ts'
import { maskNumbers } from '../../../vocabulary/personal-numbers.ts'
import { type EvidenceRow, evidenceKinds } from '../model.ts'
import type { Line, Lines } from './lines.ts'

/** What the picture is, in its head and in the name of its file. */
export const PICTURE_IS = '按保存内容重现，非页面原样截图'

const STYLE = `
body { margin: 0; padding: 24px 32px 40px; color: #161e2a; background: #fff; font: 16px/1.7 sans-serif; overflow-wrap: anywhere }
header { border: 2px solid #161e2a; padding: 12px 16px; margin-bottom: 24px; font-size: 14px }
header strong { font-size: 16px }
h1 { font-size: 20px; line-height: 1.4; margin: 8px 0 }
h2 { font-size: 17px; margin: 16px 0 4px }
dl { display: grid; grid-template-columns: 7em 1fr; margin: 0 }
dd { margin: 0 }
p { margin: 0 0 6px; white-space: pre-wrap }
.item { padding-left: 1em }
.media { color: #5b6675 }
.row { display: flex; gap: 1px; border-bottom: 1px solid #d5dae1 }
.row span { flex: 1; padding: 2px 6px }
`
// Nothing is fetched and nothing runs, whatever stands in the page; only this style is heard.
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** A page of our own that shows what was kept; `isCut`: it is longer than is drawn. Every word in it is escaped text. */
export async function picturePage(evidence: EvidenceRow, lines: Lines, isCut: boolean): Promise<string> {
  return (await html`<!doctype html>${<Page {...{ evidence, lines, isCut }} />}`).toString()
}

type Props = { evidence: EvidenceRow; lines: Lines; isCut: boolean }

function Page({ evidence, lines: { title, lines }, isCut }: Props) {
  const { accountName, kind, url, finalUrl, observedAt, sha256 } = evidence
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <header>
          <strong>{PICTURE_IS}</strong>
          <h1>{title ?? evidenceKinds[kind]}</h1>
          <dl>
            <dt>账号</dt>
            <dd>{accountName}</dd>
            <dt>网址</dt>
            <dd>{maskNumbers(finalUrl === url ? url : `${url} 转到 ${finalUrl}`)}</dd>
            <dt>采集时间</dt>
            <dd>{formatMinute(observedAt)}</dd>
            <dt>保存内容</dt>
            <dd>{`SHA-256 ${sha256}`}</dd>
          </dl>
          <div>版式、图片和脚本没有保存；电话、证件等号码已遮盖。以保存内容和摘要值为准。</div>
          {evidence.isCut && <div>采集时内容过长，只保存了前面的部分。</div>}
          {isCut && <div>保存内容较长，只重现前面的部分，其余见保存内容的下载件。</div>}
        </header>
        {lines.map((line) => (
          <Drawn {...line} />
        ))}
      </body>
    </html>
  )
}

function Drawn({ kind, cells }: Line) {
  if (kind === 'heading') return <h2>{cells.join(' ')}</h2>
  if (kind === 'row' && cells.length > 1)
    return (
      <div class="row">
        {cells.map((cell) => (
          <span>{cell}</span>
        ))}
      </div>
    )
  return <p class={kind}>{`${kind === 'item' ? '· ' : ''}${cells.join(' ')}`}</p>
}
