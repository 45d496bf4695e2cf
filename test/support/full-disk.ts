// Loaded into a `gm` before anything else: from the nth state on that it would write, the disk is full. Half of the
// content still goes in, as on a real disk.
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const room = Number(process.env['DISK_TAKES_STATES'])
const open = files.open
let written = 0

files.open = async (path, flags, mode) => {
  const handle = await open(path, flags, mode)
  if (!/deployments.*\.json\..*\.tmp$/.test(String(path))) return handle
  written += 1
  if (written > room) refuse(handle)
  return handle
}
syncBuiltinESMExports()

function refuse(handle: files.FileHandle): void {
  const write = handle.writeFile.bind(handle)
  handle.writeFile = async (content) => {
    await write(String(content).slice(0, 100))
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      errno: -28,
      syscall: 'write',
    })
  }
}
