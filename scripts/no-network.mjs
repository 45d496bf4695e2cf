// Tests reach nothing but this computer: any other address is refused and fails the test during which it was asked
// for, also when a process that the test started asked for it. Loaded by mocha and, through NODE_OPTIONS, by every
// Node process below it.
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { networkLog } from './network-log.mjs'

const loopback = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3}|0\.0\.0\.0|::|)$/i

function refusal(host) {
  const error = Object.assign(new Error(`A test asked for ${host}: only this computer may be reached`), {
    code: 'ENETUNREACH',
  })
  appendFileSync(networkLog(), `${host} asked for by ${process.argv.slice(1, 4).join(' ')}\n`)
  return error
}

function guardSockets() {
  const connect = net.Socket.prototype.connect
  net.Socket.prototype.connect = function guarded(...args) {
    const options = Array.isArray(args[0]) ? args[0][0] : args[0]
    const host =
      typeof options === 'object'
        ? options.path
          ? ''
          : (options.host ?? '')
        : typeof args[1] === 'string'
          ? args[1]
          : ''
    if (loopback.test(host)) return connect.apply(this, args)
    if (net.isIP(host) !== 0 || typeof options?.lookup !== 'function') return this.destroy(refusal(host))
    options.lookup = guardLookup(options.lookup)
    return connect.apply(this, args)
  }
  const send = dgram.Socket.prototype.send
  dgram.Socket.prototype.send = function guarded(...args) {
    const host = args.filter((argument) => typeof argument === 'string').at(-1) ?? ''
    if (!loopback.test(host)) throw refusal(host)
    return send.apply(this, args)
  }
}

/** Who brings names of its own, as nock does to answer for them, may lead nowhere else either. */
function guardLookup(lookup) {
  return (name, options, callback) =>
    lookup(name, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found]
      const strange = error ? undefined : addresses.find((address) => !loopback.test(String(address)))
      callback(strange === undefined ? error : refusal(strange), found, family)
    })
}

/** c-ares has sockets of its own, so its questions are refused by name. */
function guardNames() {
  for (const name of Object.keys(dns).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
    guardName(dns, name, (error, callback) => process.nextTick(callback, error))
  }
  for (const name of Object.keys(dns.promises).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
    guardName(dns.promises, name, (error) => Promise.reject(error))
  }
}

function guardName(owner, name, refuse) {
  const ask = owner[name]
  owner[name] = function guarded(host, ...rest) {
    return loopback.test(String(host)) ? ask.call(this, host, ...rest) : refuse(refusal(host), rest.at(-1))
  }
}

guardSockets()
guardNames()
syncBuiltinESMExports()
