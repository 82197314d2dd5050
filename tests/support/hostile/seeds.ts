import { createCanvas } from '@napi-rs/canvas'
import { pack } from 'tar-stream'
import { buffer } from 'node:stream/consumers'
import { readMigrations } from '../../../src/database/index.ts'
import { replyBodies } from './replies.ts'
import { makeXls } from '../xls-writer.ts'
import { makeXlsx, makeZip } from '../zip-writer.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const plain = (found: Buffer) => new Uint8Array(found)

const sheet = `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>账号</t></is></c><c r="B1"><v>45200</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`
const docx = makeZip([
  { name: '[Content_Types].xml', data: '<Types/>' },
  {
    name: 'word/_rels/document.xml.rels',
    data: '<Relationships><Relationship Id="r1" Target="https://example.cn/"/></Relationships>',
  },
  {
    name: 'word/document.xml',
    data: '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>临湖区政务新媒体</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>',
  },
])
const rss = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>临湖水务</title><link>https://example.cn/</link><item><title>停水通知</title><link>https://example.cn/1</link><pubDate>Thu, 01 Oct 2026 08:00:00 +0800</pubDate><description><![CDATA[<p>今日</p>]]></description></item></channel></rss>`
const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.cn/"><title type="html">&lt;b&gt;</title><entry><id>1</id><title>一</title><updated>2026-10-01T08:00:00Z</updated><link href="a"/></entry></feed>`
const jsonFeed = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: '一',
  items: [{ id: '1', url: 'https://example.cn/1', content_html: '<p>一</p>' }],
})
const page = `<!doctype html><html><head><meta charset="gbk"><title>停水通知</title><meta property="og:title" content="停水通知"></head><body><div id="js_content" style="visibility:hidden"><p>今日停水</p></div><script>var ct = "1790812800"; var msg_title = '停水通知'.html(false);</script></body></html>`
const opml = `<opml version="2.0"><body><outline text="一"><outline type="rss" text="临湖水务" xmlUrl="https://example.cn/feed.xml"/></outline></body></opml>`
const facts = JSON.stringify({
  checkpoint: '2026-09-30',
  district: '990106',
  accounts: [
    {
      name: '临湖水务',
      unit: '区水务局',
      platform: 'weibo',
      posts: ['2026-09-01T08:00'],
      lastPostOn: '2026-09-01',
      collected: true,
      messages: [{ askedAt: '2026-09-01T08:00' }],
    },
  ],
})
const scheme = JSON.stringify({
  year: 2026,
  title: '方案',
  items: [{ id: 'a', label: '更新', points: 10, rules: [{ match: { kind: 'finding' }, points: -1 }] }],
})
const pdf = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj\n4 0 obj<</Length 20>>stream\n0 0 100 100 re f\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF`

function manifestOf() {
  const migrations = readMigrations()
  return {
    what: 'govmedia-backup',
    format: 1,
    takenAt: '2026-10-12T01:00:00.000Z',
    schemaVersion: migrations.length,
    migrations: migrations.map(({ sha256 }) => sha256),
    districts: [],
    tables: [{ name: 'unit', columns: ['district_id', 'id'] }],
    keys: true,
  }
}

async function archiveOf(files: Record<string, string>): Promise<Uint8Array> {
  const archive = pack()
  for (const [name, text] of Object.entries(files)) archive.entry({ name }, text)
  archive.finalize()
  return plain(await buffer(archive))
}

/** Good files of every kind that is read at a border: what hostile ones are made of. */
export async function goodFiles() {
  const canvas = createCanvas(120, 80)
  return {
    tables: [
      plain(makeXlsx(sheet)),
      plain(makeXls([{ name: '表一', rows: [['账号', 1]] }])),
      bytes('账号,平台,标题\r\n临湖水务,微博,"停,水"\r\n'),
    ],
    texts: [plain(docx), bytes(page), bytes('一、停水通知\n各位居民：')],
    archives: [plain(docx), plain(makeXlsx(sheet)), plain(makeZip([{ name: '../../evil', data: 'x' }]))],
    scans: [plain(await canvas.encode('png')), plain(await canvas.encode('jpeg', 60)), bytes(pdf)],
    feeds: [bytes(rss), bytes(atom), bytes(jsonFeed)],
    lists: [bytes(opml)],
    pages: [bytes(page)],
    replies: replyBodies,
    backups: [
      await archiveOf({
        'govmedia-backup.json': JSON.stringify(manifestOf()),
        'tables/unit': 'x',
        '../../evil': 'x',
        'files/01a1f000-0000-7000-8000-000000000001': 'x',
        'keys/vault.key': 'x',
        'sums.json': '{"tables":{},"files":{"count":0,"bytes":0,"sha256":"x"},"lost":[]}',
      }),
    ],
    json: [bytes(facts), bytes(scheme)],
    settings: [bytes('127.0.0.1:8080,example.cn'), bytes('/var/backups 30')],
    lines: [
      bytes('--json --data /nowhere --month 2026-09 --district 990106'),
      bytes('report 2026Q3 --as x --out /tmp/a.docx'),
      bytes('-- -x --=y --month='),
    ],
  }
}
