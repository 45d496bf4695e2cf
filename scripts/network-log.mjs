// The file in which a test run's processes note what they were refused.
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const variable = 'GM_TEST_NETWORK_LOG'

/** @returns {string} an absolute path, the same in every process of one run */
export function networkLog() {
  return (process.env[variable] ??= join(tmpdir(), `gm-test-network-${process.pid}.log`))
}
