// `gm-sandbox`, without gm: the commands that gm has as `gm sandbox`, under a name of their own.
import { main } from '../cli/main.js'

process.exit(await main(process.argv.slice(2)))
