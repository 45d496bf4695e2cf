#!/usr/bin/env node
// The command `gm-sandbox`.
import { main } from '../commands/main.js'

const code = await main(process.argv.slice(2))
if (code >= 0) process.exit(code)
