// A network of real machines: a namespace of its own, so that networks of the same block do not know of each other,
// and nothing of the host is shadowed. Every machine hangs on a link of its own, and what goes from one to another is
// routed: that is where security groups are held.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import type { Server, Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type RouterAnswer, type RouterQuestion, outsideAddress } from './router-messages.js'

const run = promisify(execFile)
const inside = fileURLToPath(new URL('../bin/router.js', import.meta.url))
/** The routing table for answers of the metadata service, each with its machine's limit of hops. */
const metadataTable = '169'

/** Where the metadata service is (EC2 User Guide, instance metadata). */
export const metadataAddress = '169.254.169.254'

/** A machine's place in its network. */
export interface Link {
  /** At most 15 characters; of the router's side. */
  readonly name: string
  /** Of the machine. */
  readonly address: string
  /** Length of the prefix of its subnet. */
  readonly prefix: number
  /** How many hops an answer of the metadata service lives. */
  readonly hopLimit: number
}

type Handle = Server | Socket

/** The way between the machines of a VPC, its fixed addresses and this computer; a network namespace of its own. */
export class Router {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve(handle: Handle | undefined): void; reject(error: Error): void }>()
  #last = 0

  private constructor() {
    const words = ['--net', process.execPath, inside]
    this.#process = spawn('unshare', words, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: {} })
    this.#process.on('message', (message, handle) => this.#hear(message as RouterAnswer, handle as Handle | undefined))
    const end = (error?: Error): void => {
      for (const { reject } of this.#waiting.values()) reject(error ?? new Error('the network has ended'))
      this.#waiting.clear()
    }
    this.#process.once('error', end).once('exit', () => end())
  }

  /** Makes a network. @param resolver address of its name server, which is the router too */
  static async open(resolver: string): Promise<Router> {
    const router = new Router()
    await new Promise<Handle | undefined>((resolve, reject) => router.#waiting.set(0, { resolve, reject }))
    const addresses = [metadataAddress, outsideAddress, resolver].map((address) => [
      'addr',
      'add',
      `${address}/32`,
      'dev',
      'lo',
    ])
    for (const words of [['link', 'set', 'lo', 'up'], ...addresses]) await router.#ip(words)
    await router.#ip(['rule', 'add', 'from', metadataAddress, 'lookup', metadataTable])
    await router.#run('sh', ['-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward'])
    await router.#run('iptables', ['--wait', '--policy', 'FORWARD', 'DROP'])
    return router
  }

  /** Sockets that machines of the network connect to. */
  async listen(host: string, port: number): Promise<Server> {
    return (await this.#ask('listen', host, port)) as Server
  }

  /** Answers questions for names. */
  async tellNames(host: string): Promise<void> {
    await this.#ask('names', host, 53)
  }

  /** A connection to a machine. @throws Error where nothing answers */
  async connect(host: string, port: number): Promise<Socket> {
    return (await this.#ask('connect', host, port)) as Socket
  }

  /** Gives a process its interface. @param pid of a process in the machine's own namespace */
  async attach(pid: number, { name, address, prefix, hopLimit }: Link): Promise<void> {
    await this.detach(name)
    await this.#ip(['link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)])
    // The router answers for every address that it knows a way to: gateway and neighbours are found in it.
    await this.#run('sh', ['-c', 'echo 1 >"/proc/sys/net/ipv4/conf/$0/proxy_arp"', name])
    await this.#ip(['link', 'set', name, 'up'])
    // Whoever comes from the router comes from outside.
    await this.#ip(['route', 'add', `${address}/32`, 'dev', name, 'src', outsideAddress])
    await this.#ip(['route', 'add', `${address}/32`, 'dev', name, 'table', metadataTable, 'hoplimit', String(hopLimit)])
    const machine = (...words: string[]) => run('nsenter', [`--net=/proc/${pid}/ns/net`, 'ip', ...words])
    await machine('addr', 'add', `${address}/${prefix}`, 'dev', 'eth0')
    await machine('link', 'set', 'lo', 'up')
    await machine('link', 'set', 'eth0', 'up')
    await machine('route', 'add', 'default', 'via', metadataAddress, 'dev', 'eth0', 'onlink')
  }

  /** Takes a machine's link away. */
  async detach(name: string): Promise<void> {
    await this.#ip(['link', 'del', name]).catch(() => undefined)
  }

  /** Ends the network with everything in it. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) return resolve()
      this.#process.once('exit', () => resolve())
      this.#process.kill('SIGKILL')
    })
  }

  #hear({ id, error }: RouterAnswer, handle: Handle | undefined): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(handle)
    else waiting?.reject(new Error(error))
  }

  #ask(act: RouterQuestion['act'], host: string, port: number): Promise<Handle | undefined> {
    const id = (this.#last += 1)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#process.send({ id, act, host, port } satisfies RouterQuestion)
    })
  }

  #ip(words: readonly string[]): Promise<unknown> {
    return this.#run('ip', words)
  }

  #run(program: string, words: readonly string[]): Promise<unknown> {
    return run('nsenter', [`--net=/proc/${this.#process.pid}/ns/net`, program, ...words])
  }
}
