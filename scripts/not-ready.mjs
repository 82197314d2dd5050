/** Something the person at the keyboard can mend: printed as it stands, without a stack. */
export class NotReady extends Error {}
