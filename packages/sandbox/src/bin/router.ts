// The process that stands inside a network's namespace: it opens sockets there and hands them over, so that the
// account answers machines, and reaches them, without standing in their network itself. The namespace lives as long as
// this process, and with it every interface and address in it; it ends when the account does, however that ended.
import type { SendHandle } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { type Socket, Socket as TcpSocket, createServer } from 'node:net'
import { serveNames } from '../machines/names.js'
import type { RouterAnswer, RouterQuestion } from '../machines/router-messages.js'

const connectDeadlineMs = 10_000

/** @param sent called when the handle has gone over: this process keeps none. */
function answer(message: RouterAnswer, handle?: SendHandle, sent: () => void = () => undefined): void {
  process.send?.(message, handle, undefined, sent)
}

function refuse({ id }: RouterQuestion, error: Error): void {
  answer({ id, error: error.message })
}

function listen(question: RouterQuestion): void {
  const server = createServer()
  server.once('error', (error) => refuse(question, error))
  server.listen(question.port, question.host, () => answer({ id: question.id }, server, () => server.close()))
}

/** Names are the same for every account, so that they are told here. */
function names(question: RouterQuestion): void {
  const socket = createSocket('udp4')
  socket.once('error', (error) => refuse(question, error))
  socket.bind(question.port, question.host, () => answer({ id: question.id }))
  serveNames(socket)
}

/** Nothing is read here: it is for whoever gets the socket. */
function connect(question: RouterQuestion): void {
  const socket: Socket = new TcpSocket()
  socket.pause()
  const timer = setTimeout(() => socket.destroy(new Error('it does not answer')), connectDeadlineMs)
  socket.once('error', (error) => {
    clearTimeout(timer)
    refuse(question, error)
  })
  socket.connect(question.port, question.host, () => {
    clearTimeout(timer)
    socket.removeAllListeners('error').on('error', () => undefined)
    answer({ id: question.id }, socket)
  })
}

const acts = { listen, names, connect } as const

process.on('message', (question: RouterQuestion) => acts[question.act](question))
process.once('disconnect', () => process.exit(0))
// A Ctrl-C reaches the whole group of processes; the account ends this one when it has ended what is in the network.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
answer({ id: 0 })
