// `npm run replacements -- 20`: so many real machines end while rows are written, see test/boot/replacements-main.ts.
import { join } from 'node:path'
import { root } from './root.mjs'

await import(join(root, 'dist/test/boot/replacements-main.js'))
