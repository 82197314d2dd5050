export { type FileKind, kindOf, mediaTypes } from './kinds.ts'
export { fileMost, type NewFile, readStoredFile, saveFile } from './store.ts'
