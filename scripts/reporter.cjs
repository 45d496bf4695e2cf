// Mocha's usual report, and what has become of the tests in a file for scripts/test.mjs, which prints the last line of
// the run.
'use strict'
const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')

module.exports = class Reporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const { counts } = options.reporterOptions ?? options.reporterOption ?? {}
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, pending } = this.stats
      const failed = this.failures.map((failure) => failure.fullTitle())
      if (counts !== undefined) writeFileSync(counts, JSON.stringify({ passes, pending, failed }))
    })
  }
}
