// Name service of a machine's network: what is beyond it has one address, and everything else does not exist.
import type { Socket } from 'node:dgram'
import { decode, encode } from 'dns-packet'
import { outsideAddress } from './router-messages.js'

/** What a host beyond the network is, as far as machines use it; undefined where there is none. */
export type Beyond = 'aws' | 'registry' | 'models' | 'downloads'

const beyond: readonly (readonly [RegExp, Beyond])[] = [
  [/(^|\.)amazonaws\.com$/, 'aws'],
  [/^(registry-1\.docker\.io|docker\.n8n\.io|ghcr\.io|quay\.io|public\.ecr\.aws)$/, 'registry'],
  [/^(registry\.ollama\.ai|models\.sandbox\.test)$/, 'models'],
  [/^github\.com$/, 'downloads'],
]

/** @returns what is reached by the name */
export function whatIs(host: string): Beyond | undefined {
  return beyond.find(([pattern]) => pattern.test(host.toLowerCase()))?.[1]
}

/** `ip-10-0-1-12.ec2.internal`, as EC2 names machines by their addresses. */
function addressIn(host: string): string | undefined {
  return /^ip-(\d+)-(\d+)-(\d+)-(\d+)\..*internal$/.exec(host)?.slice(1).join('.')
}

/** @param message of a query. @returns that of the answer */
export function answerName(message: Buffer): Buffer {
  const { id = 0, questions = [] } = decode(message)
  const [{ name, type } = { name: '', type: '' }] = questions
  const address = addressIn(name) ?? (whatIs(name) && outsideAddress)
  const answers = address !== undefined && type === 'A' ? [{ type: 'A' as const, name, ttl: 60, data: address }] : []
  return encode({
    type: 'response',
    id,
    // Recursion desired and available, authoritative; 3 says that there is no such name (RFC 1035, 4.1.1).
    flags: 0x580 | (address === undefined ? 3 : 0),
    questions,
    answers,
  })
}

/** Answers what comes to a socket. */
export function serveNames(socket: Socket): void {
  socket.on('message', (message, from) => {
    try {
      socket.send(answerName(message), from.port, from.address)
    } catch {
      // What is no query gets no answer.
    }
  })
}
