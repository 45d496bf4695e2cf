// A failure as `--json` prints it, in the place of a command's own answer. Its type is the one of the contract with
// plugins, who make failures too.
import { codes, faults, type Code, type ErrorShape } from '@geuse/plugin-api'
import { z } from 'zod'
import { words } from './told.js'

/** One failure. */
export const failureShape: z.ZodType<ErrorShape> = z
  .strictObject({
    code: z.enum(Object.keys(codes) as [Code, ...Code[]]).describe('what kind it is: a row of the table of errors'),
    fault: z.enum(faults).describe('who has to act'),
    message: z.string().describe('one sentence'),
    retryable: z.boolean().describe('whether the same command can succeed'),
    hints: words('what to type or to do next, the most useful first'),
    causes: words('what it came of, outermost first'),
    plugin: z.exactOptional(z.string()).describe('the plugin at fault, `name@version`'),
    get problems(): z.ZodExactOptional<z.ZodArray<z.ZodType<ErrorShape>>> {
      return z.exactOptional(z.array(failureShape)).describe('each of several that were found at once')
    },
  })
  .meta({ id: 'Failure' })

/** What every command prints that fails. */
export const failure = z.strictObject({ error: failureShape })
