import { decodeBytes, type Headers } from '../feeds/decode-bytes.ts'
import { type Document, readDocument } from './dom.ts'
import { nothingRead, type PageRead } from './model.ts'
import { readGeneric, readGovernment } from './website.ts'
import { readWeixin } from './weixin.ts'

const MAX_BYTES = 32 * 1024 * 1024

/**
 * Reads a public page as it came: an article or a profile of a 公众号, an article of a government site by its meta tags,
 * any other article. `url` says where it came from. Never throws: a captcha is `blocked`, what the platform says is gone
 * is `gone` with its state, and a page on which nothing stands where it should is `malformed` with what is missing.
 */
export function parsePage(bytes: Uint8Array, url: string, headers: Headers = {}): PageRead {
  if (bytes.length > MAX_BYTES) return { ...nothingRead, why: '超过 32 MB' }
  return readOpened(openPage(bytes, headers), url)
}

/** A page decoded and taken apart, for whoever needs more of it than what it says. */
export type OpenedPage = { html: string; document: Document }

export function openPage(bytes: Uint8Array, headers: Headers): OpenedPage {
  const html = decodeBytes(bytes, headers)
  return { html, document: readDocument(html) }
}

/** As `parsePage`, of a page that is opened already. */
export function readOpened({ html, document }: OpenedPage, url: string): PageRead {
  if (html.length === 0) return { ...nothingRead, why: '内容为空' }
  if (!/<[a-z!]/i.test(html)) return { ...nothingRead, why: '不是网页' }
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  if (host === 'mp.weixin.qq.com') return readWeixin(document, html)
  return readGovernment(document) ?? readGeneric(document)
}
