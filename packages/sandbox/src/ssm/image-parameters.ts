// Public parameters that name images, beside those that moto knows.
import { jsonAnswer } from '../answer/answer.js'
import type { Middleware } from '../operations/operation.js'
import { text } from '../request/params.js'

/** AWS's Deep Learning AMI: an image of moto's stands for it. */
const deepLearning = /^\/aws\/service\/deeplearning\/ami\/x86_64\/[a-z0-9-]+\/latest\/ami-id$/
const standIn = 'ami-12c6146b'

/** GetParameter. */
export const namesImages: Middleware = (next) => async (call, cx) => {
  const name = text(call.params, 'Name') ?? ''
  if (!deepLearning.test(name)) return next(call, cx)
  return jsonAnswer({ Parameter: { Name: name, Type: 'String', Value: standIn, Version: 1, DataType: 'text' } })
}
