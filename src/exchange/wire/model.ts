import type { CivilDate, Instant } from '../../calendar/index.ts'

/** 在线收发 in the office's words. */

export const deliveryLabels = { sent: '已送达', fetched: '对方已取', failed: '未送达', refused: '未予接收' } as const
export type DeliveryState = keyof typeof deliveryLabels

export type Delivery = { packageId: string; state: DeliveryState; at: Instant; why: string | null }

/** With what another office comes to us. Never the token itself, which nobody can be told again. */
export type PeerToken = {
  id: string
  peerCode: string
  expiresOn: CivilDate
  createdAt: Instant
  lastUsedAt: Instant | null
  revokedAt: Instant | null
}

/** Who comes: an office whose key is trusted here, for its own packages at a place. */
export type PeerBearer = { place: string; tokenId: string; peer: { code: string; name: string } }

/** How another office is gone to. */
export type Link = {
  peerCode: string
  host: string
  auto: boolean
  setAt: Instant
  triedAt: Instant | null
  why: string | null
}
export type LinkSecrets = { url: string; token: string }

export const longestTokenDays = 365

/** Where the interface for packages lies, below an installation's own address. */
export const packagesPath = 'api/v1/packages'
