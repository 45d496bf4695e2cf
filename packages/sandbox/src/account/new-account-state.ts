// A fresh account: nothing remembered.
import { Balancers } from '../elb/balancers.js'
import { FileStates } from '../efs/file-states.js'
import { TokenBook } from '../ec2/token-book.js'
import { TemplateBook } from '../ec2/template-book.js'
import type { AccountState } from './context.js'

/** What an account remembers when it is new. @param signal aborts when the account is reset */
export function newAccountState(signal: AbortSignal): AccountState {
  return {
    signal,
    tokens: new TokenBook(),
    templates: new TemplateBook(),
    fleets: new Map(),
    instances: new Map(),
    createdAt: new Map(),
    files: new FileStates(),
    balancers: new Balancers(),
    distributions: new Map(),
    certificates: new Map(),
    leases: new Map(),
    checkpoints: new Map(),
    backups: new Map(),
    incoming: new Map(),
    opened: new Map(),
    profiles: new Map(),
    commands: new Map(),
    sessions: new Map(),
    roleKeys: new Map(),
    mfaCodes: new Set(),
    sessionKeys: new Set(),
    internalErrors: [],
  }
}
