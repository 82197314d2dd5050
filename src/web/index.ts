export type { AccessLine, AccessLog } from './access-log.ts'
export { createWeb } from './app.tsx'
export * from './components/index.ts'
export { type Door, type RouteDefinition, type WebContext } from './context.ts'
export type { Family } from './exposition.ts'
export { contentDisposition, sendDownload } from './disposition.ts'
export { sendMade } from './send-made.ts'
export { idFrom } from './id-from.ts'
export {
  type FormOutcome,
  type FormValues,
  formValues,
  idField,
  readForm,
  readUpload,
  readUploads,
  requireUpload,
  typedValues,
} from './forms.ts'
export { type PageMeta, render } from './layout.tsx'
export { keepLook } from './looks.ts'
export type { WebOptions } from './options.ts'
export {
  settingGround,
  type SettingKind,
  settingRoutes,
  takeSetting,
  type TypedSetting,
  wholeNumber,
} from './pages/settings.tsx'
export { defineRoutes, formsAbout, sessionCookie, type WebApp } from './routing.ts'
export { refusalOf } from './refusal-of.ts'
export { ownPath, refuseOtherOrigin, visitorAddress } from './security.ts'
export { goOn, ssoOutCookie, visitorOf } from './sign-in-steps.ts'
export { shownMinute } from './shown-time.ts'
export { serveWeb } from './serve.ts'
export { actorName } from './trail-actors.ts'
export { trailLabel } from './trail-labels.ts'
export { type RecordWords, refusedWords, type TrailLine, trailLines } from './trail-words.ts'
export type { Watch } from './watching.ts'
