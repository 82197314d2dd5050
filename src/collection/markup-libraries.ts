import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

// Loaded when the first feed or page is read, and then known to the loader: `parseFeed` and `parsePage` answer at once, and
// no start of the program waits for what few of its commands need.
export const htmlparser2 = () => load('htmlparser2') as typeof import('htmlparser2')
export const domhandler = () => load('domhandler') as typeof import('domhandler')
export const sanitizeHtml = () => load('sanitize-html') as typeof import('sanitize-html')
