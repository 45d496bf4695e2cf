// Loaded into a `gm` before anything else: one file is missing from what its instances are launched with.
import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'

const path = process.env['STRIPPED_FILE'] ?? ''
const gzipSync = zlib.gzipSync

zlib.gzipSync = (content, options) => {
  const escaped = path.replaceAll('.', '\\.')
  const file = new RegExp(`^gm_file \\d{4} ${escaped} <<'GM_END_OF_FILE'\\n[\\s\\S]*?^GM_END_OF_FILE$\\n`, 'm')
  return gzipSync(typeof content === 'string' ? content.replace(file, '') : content, options)
}
syncBuiltinESMExports()
