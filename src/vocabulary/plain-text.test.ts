import { expect, it } from 'vitest'
import { holdsControls, plainText } from './plain-text.ts'

it.each([
  ['临湖\u0000发布', '临湖发布'],
  ['临湖\u001b[31m发布\u007f', '临湖[31m发布'],
  ['第一行\r\n\t第二行', '第一行\r\n\t第二行'],
  ['临湖\ud83c发布', '临湖\ufffd发布'],
  ['临湖🌊发布', '临湖🌊发布'],
])('%j is read as %j', (found, plain) => {
  expect(plainText(found)).toBe(plain)
  expect(holdsControls(found)).toBe(found !== plain)
})
