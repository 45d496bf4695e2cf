// What an instance's scripts say on standard error when they cannot do as they are told.

/** The end of a command with that sentence. */
export class Refusal extends Error {}
