export { type FileKind, mediaTypes } from './kinds.ts'
export { type NewFile, readStoredFile, saveFile } from './store.ts'
