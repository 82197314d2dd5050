import { isVoid, openTag, readMarkup, escaped } from './markup.ts'

/** Pictures of a kept text, in their order. */
export type PictureInText = { file?: string; remote?: string; embedded?: number; alt: string }

export function picturesOf(html: string): PictureInText[] {
  const found: PictureInText[] = []
  readMarkup(html, {
    open(name, attributes) {
      if (name === 'img') found.push(pictureIn(attributes))
    },
  })
  return found
}

const pictureIn = (attributes: Readonly<Record<string, string>>): PictureInText => ({
  ...(attributes['data-file'] !== undefined && { file: attributes['data-file'] }),
  ...(attributes['data-remote'] !== undefined && { remote: attributes['data-remote'] }),
  ...(attributes['data-embedded'] !== undefined && { embedded: Number(attributes['data-embedded']) }),
  alt: attributes['alt'] ?? '',
})

/** The text with each picture written as `written` says. */
export function withPictures(html: string, written: (picture: PictureInText) => string): string {
  const out: string[] = []
  readMarkup(html, {
    open: (name, attributes) => out.push(name === 'img' ? written(pictureIn(attributes)) : openTag(name, attributes)),
    text: (text) => out.push(escaped(text)),
    close: (name) => void (isVoid(name) || out.push(`</${name}>`)),
  })
  return out.join('')
}

/** How a page shows a kept text: own pictures from their address, a gap with words where one lies elsewhere. */
export const shownHtml = (html: string, addressOf: (fileId: string) => string): string =>
  withPictures(html, ({ file, remote, alt }) =>
    file !== undefined
      ? openTag('img', { src: addressOf(file), 'data-file': file, alt: alt || '插图' })
      : openTag('img', {
          'data-remote': remote ?? '',
          'data-alt': alt,
          alt: remoteWords(remote ?? '', alt),
          class: 'away',
        }),
  )

// What stands where a picture is missing.
const remoteWords = (remote: string, alt: string): string => {
  if (alt.startsWith('图片未收')) return alt
  const from = URL.canParse(remote) ? new URL(remote).hostname : '原文档'
  return `图片没有随文粘贴（来自${[from, alt].filter(Boolean).join('，')}）${URL.canParse(remote) ? '，保存后可在稿件页按原地址取回，或者另存后上传' : '，请另存后上传'}`
}
