#!/usr/bin/env node
// The command `gm-sandbox`, as a file that is there before the build: npm links a command only to a file that exists.
import '../dist/bin/gm-sandbox.js'
