// What happens when what gm says cannot be written: a reader that left, a full disk. For every answer, with oclif or
// not.

/** A usage error's exit code: what was asked for is not there. */
const unwritten = 2

/**
 * A reader that has seen enough (`gm list | head`) ends neither the work nor, with an error, the process. A full disk
 * does not end the work either, but is said once, and told by the exit code.
 */
export function watchOutput() {
  let told = false
  onError(process.stdout, (error) => {
    if (error.code === 'EPIPE' || told) return
    told = true
    process.stderr.write(`✗ the output could not be written: ${error.message}\n`)
    process.on('exit', (code) => {
      if (code === 0) process.exitCode = unwritten
    })
  })
  // Where stderr cannot be written there is nobody to tell; the exit code still says how it ended.
  onError(process.stderr, () => undefined)
}

/** In place of all listeners: oclif, whose copies come with plugins as well, adds one that throws. */
function onError(stream, react) {
  const emit = stream.emit.bind(stream)
  stream.emit = (event, ...details) => {
    if (event !== 'error') return emit(event, ...details)
    react(...details)
    return true
  }
}
