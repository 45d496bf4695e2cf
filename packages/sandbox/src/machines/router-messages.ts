// What an account and the process inside a network's namespace say to each other.

/** A socket that is wanted. */
export interface RouterQuestion {
  readonly id: number
  readonly act: 'listen' | 'bind' | 'connect'
  readonly host: string
  readonly port: number
}

/** Comes with the socket, unless there is none. Number 0 is said once, when questions are heard. */
export interface RouterAnswer {
  readonly id: number
  readonly error?: string
}
