// The contract with gm, kept: each breach would be a sentence here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conformance } from '@geuse/core/testing'
import contribute from './contribute.js'

await test('keeps the contract with gm', async () => {
  assert.deepEqual(await conformance(contribute), [])
})
