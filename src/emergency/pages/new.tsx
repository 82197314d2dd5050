import { formatMinute, type Instant } from '../../calendar/index.ts'
import type { FoundImpostor } from '../../cleanup/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import {
  Alert,
  type Choice,
  CsrfField,
  Empty,
  Field,
  Head,
  SearchBox,
  Select,
  type WebContext,
} from '../../web/index.ts'
import { type Kind, kindLabels, kinds, referenceMost } from '../model.ts'
import type { FoundAccount } from '../queries.ts'
import { foundKinds } from '../rules.ts'

const about: Readonly<Record<Kind, string>> = {
  content: '政治性、政策性等严重错误，有害信息。立即电话提示，2小时内（本区另定的从其规定）删除或更正',
  impostor: '冒用政务新媒体名义的账号。核实后要求平台立即关停，移送网信、公安',
  stolen: '账号被他人控制。立即提示单位，请平台冻结，报公安，收回账号',
  secret: '疑似泄露国家秘密、工作秘密。只登记编号和移交情况，不登记内容',
  'grave-event': '5小时内发布权威信息，24小时内举行新闻发布会',
  opinion: '48小时内回应',
}

const crumb = <a href="/emergency">应急处置</a>

/** The first question: what happened. `query`: what the page that led here knows already. */
export const KindPage = ({ query }: { query: string }) => (
  <>
    <Head crumb={crumb} title="登记应急事项" note="发生了什么" />
    <section class="card todo">
      <ul>
        {kinds.map((kind) => (
          <li>
            <div>
              <a href={`/emergency/new?kind=${kind}${query}`}>{kindLabels[kind]}</a>
              <small>{about[kind]}</small>
            </div>
          </li>
        ))}
      </ul>
    </section>
  </>
)

type AccountProps = { c: WebContext; kind: Kind; found: readonly FoundAccount[] }

/** The second: which account. */
export const AccountPage = ({ c, kind, found }: AccountProps) => (
  <>
    <Head crumb={crumb} title={`登记${kindLabels[kind]}`} note="涉及哪个账号" />
    <section class="card todo">
      <form class="filter" method="get" action="/emergency/new">
        <input type="hidden" name="kind" value={kind} />
        <SearchBox c={c} label="账号、单位名称" />
        <button class="btn pri" type="submit">
          查找账号
        </button>
      </form>
      {found.length === 0 ? (
        <Empty title={c.req.query('q') ? '台账中没有这样的账号' : '请输入账号或者单位的名称'}>
          不在台账中的账号，按“假冒账号”登记，或者先登记台账。
        </Empty>
      ) : (
        <ul>
          {found.map(({ id, name, platform, unitName }) => (
            <li>
              <div>
                <a href={`/emergency/new?kind=${kind}&account=${id}`}>{`${name}（${platforms[platform].label}）`}</a>
                <small>{unitName}</small>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  </>
)

export type Typed = Record<string, string>
type FormProps = {
  csrf: string
  kind: Kind
  account: { id: string; name: string; unitName: string } | undefined
  impostors: readonly FoundImpostor[]
  findings: readonly Choice[]
  problems: readonly Choice[]
  now: Instant
  typed: Typed
  problem: string | undefined
}

/** The third: since when, and what is known. Nothing more is asked for, so that the call is made at once. */
export function NewCasePage({ csrf, kind, account, impostors, findings, problems, now, typed, problem }: FormProps) {
  const secret = kind === 'secret'
  return (
    <>
      <Head
        crumb={crumb}
        title={`登记${kindLabels[kind]}`}
        note={account ? `${account.name}　${account.unitName}` : undefined}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {secret && (
        <Alert tone="warn" title={sentences.nothingSecret}>
          只登记保密部门的编号和移交情况。不要写内容、标题和链接，不要上传任何文件。
        </Alert>
      )}
      <section class="card">
        <header>
          <h2>基本情况</h2>
          <p>
            {secret ? '登记后立即提示单位、移送保密部门，不固定证据' : '登记后即可作风险提示、固定证据，不必等复核'}
          </p>
        </header>
        <form class="in narrow" method="post" action="/emergency/new">
          <CsrfField csrf={csrf} />
          <input type="hidden" name="kind" value={kind} />
          {account && <input type="hidden" name="account" value={account.id} />}
          <Field
            name="startedAt"
            label="发现（获知）时间"
            type="datetime-local"
            required
            value={typed['startedAt'] ?? localMinute(now)}
            hint="各项时限从这一时间起算。"
          />
          {secret && (
            <Field
              name="reference"
              label="编号"
              required
              maxlength={referenceMost}
              value={typed['reference']}
              hint="保密部门或本单位登记的编号，如“临保移〔2026〕3号”。"
            />
          )}
          {kind === 'impostor' && <Impostor impostors={impostors} typed={typed} />}
          {!secret && !foundKinds.includes(kind) && kind !== 'impostor' && (
            <Field name="name" label="舆情、事件的名称" required maxlength={100} value={typed['name']} />
          )}
          {!secret && (
            <Field name="link" label="链接" value={typed['link']} hint="有问题的内容或者主页的网址，可以不填。" />
          )}
          {findings.length > 0 && <Link name="finding" label="监测线索" choices={findings} typed={typed} />}
          {problems.length > 0 && <Link name="problem" label="登记的问题" choices={problems} typed={typed} />}
          {!secret && <p class="mut sm">{sentences.nothingSecret}</p>}
          <p class="acts">
            <button class="btn pri" type="submit">
              登记，开始处置
            </button>
          </p>
        </form>
      </section>
    </>
  )
}

const Impostor = ({ impostors, typed }: Pick<FormProps, 'impostors' | 'typed'>) => (
  <>
    {impostors.length > 0 && (
      <Select
        name="match"
        label="瞒报漏报核查发现的假冒账号"
        value={typed['match']}
        choices={[
          { value: '', label: '不在其中，另填' },
          ...impostors.map(({ id, name, platform, confirmed }) => ({
            value: id,
            label: `${name}（${platforms[platform].label}）${confirmed ? '' : '　待核实'}`,
          })),
        ]}
        hint="选择后，名称、平台和链接按核查结果登记。"
      />
    )}
    <Field name="name" label="假冒账号的名称" maxlength={100} value={typed['name']} />
    <Select
      name="platform"
      label="所在平台"
      value={typed['platform']}
      choices={[
        { value: '', label: '请选择' },
        ...Object.entries(platforms).map(([value, { label }]) => ({ value, label })),
      ]}
    />
  </>
)

const Link = ({
  name,
  label,
  choices,
  typed,
}: {
  name: string
  label: string
  choices: readonly Choice[]
  typed: Typed
}) => (
  <Select
    name={name}
    label={label}
    value={typed[name]}
    choices={[{ value: '', label: '没有，或者以后再关联' }, ...choices]}
  />
)

/** A moment as a field of a browser takes it. */
export const localMinute = (at: Instant): string => formatMinute(at).replace(' ', 'T')
