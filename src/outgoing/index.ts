export { type AllowedHosts, allowedHosts, isPrivateAddress } from './addresses.ts'
export {
  type Limits,
  type NoReply,
  openSender,
  type Outgoing,
  type Reply,
  type Resolve,
  type Sender,
} from './request.ts'
