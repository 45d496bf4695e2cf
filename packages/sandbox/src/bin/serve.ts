// The process that `start` leaves behind. Its one argument is how many times faster than AWS the account's clock runs.
import { defaultSpeed } from '../account/account.js'
import { serve } from '../cli/serve.js'

await serve({ speed: Number(process.argv[2] ?? defaultSpeed) })
