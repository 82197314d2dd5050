export { calendarFeed, type FeedDeadline } from './calendar-feed.ts'
export { type ChannelRow, countEnabled, findChannel, listChannels, troubledChannels } from './channels.ts'
export { type CountsFor, queueDigests } from './digests.ts'
export {
  botKinds,
  channelLabels,
  type Counts,
  type Delivery,
  type Message,
  messageStates,
  tlsLabels,
  type Ways,
} from './model.ts'
export { newestMessages } from './outbox.ts'
export {
  makeFeed,
  type OwnReminders,
  readerOfFeed,
  readOwnReminders,
  revokeFeed,
  startDigest,
  stopDigest,
} from './people.ts'
export { usualHours } from './quiet.ts'
export { sendDue, type SendingReport } from './send-due.ts'
export { changeSettings, type NotifySettings, readSettings } from './settings.ts'
export { tidyUp } from './tidy-up.ts'
export { type ChannelInput, removeChannel, setChannel, switchChannel } from './verbs/set-channel.ts'
export { testChannel } from './verbs/test-channel.ts'
