// `npm run crash`: every way in which gm can be killed, tried. Arguments pick cases, see test/crash/main.ts.
import './no-network.mjs'

await import('../dist/test/crash/main.js')
