// The process that `start` leaves behind. Its arguments: how many times faster than AWS the
// account's clock runs, and what its instances are.
import { defaultSpeed } from '../account/account.js'
import { serve } from '../cli/serve.js'

const [speed = defaultSpeed, machines] = process.argv.slice(2)

await serve({ speed: Number(speed), machines: machines === 'real' ? 'real' : 'simulated' })
