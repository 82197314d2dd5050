export { addressFault, type AllowedHosts, allowedHosts, isAllowed, isPrivateAddress } from './addresses.ts'
export {
  checkedAddress,
  type Limits,
  type NoReply,
  openSender,
  type Outgoing,
  type Reply,
  type Resolve,
  type Sender,
} from './request.ts'
