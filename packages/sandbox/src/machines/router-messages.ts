// What an account and the process inside a network's namespace say to each other, and addresses that both know.

/** Stands for everything that is beyond the network; of a range for documentation (RFC 5737). */
export const outsideAddress = '198.51.100.1'

/** A socket that is wanted, or a name server. */
export interface RouterQuestion {
  readonly id: number
  readonly act: 'listen' | 'names' | 'connect'
  readonly host: string
  readonly port: number
}

/** Comes with the socket, unless there is none. Number 0 is said once, when questions are heard. */
export interface RouterAnswer {
  readonly id: number
  readonly error?: string
}
