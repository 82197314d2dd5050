import type { WebContext } from './context.ts'

/** Hands a stored file out under its own name, to who was found allowed to have it; no cache keeps it. */
export const sendDownload = (
  c: WebContext,
  { bytes, mediaType, name }: { bytes: Uint8Array; mediaType: string; name: string },
): Response =>
  c.body(new Uint8Array(bytes), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(name),
    'Cache-Control': 'private, no-store',
  })

/** A download's header with a Chinese file name: RFC 6266, with a plain name for old programs; nothing in the name can add a header. */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
