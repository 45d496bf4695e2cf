// Creating launch templates: moto keeps the record, the sandbox keeps what an instance needs and merges source
// versions.
import { succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { child, leaf, parseXml, rootOf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import { text, texts } from '../request/params.js'
import { templateData } from './template-book.js'

/** Remembers a new template. */
export const remembersTemplate: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const made = child(rootOf(parseXml(answer.body)), 'launchTemplate')
  cx.state.templates.add(
    call,
    leaf(made, 'launchTemplateId'),
    leaf(made, 'launchTemplateName'),
    templateData(call.params),
  )
  return answer
}

/** Remembers a new version, which starts from its source version if it names one. */
export const remembersVersion: Middleware = () => async (call, cx) => {
  const source = text(call.params, 'SourceVersion')
  const base = source === undefined ? {} : cx.state.templates.read(call, { ...call.params, Version: source }).data
  const data = { ...base, ...templateData(call.params) }
  const answer = await cx.moto.forwardForm(call, { ...call.params, LaunchTemplateData: data })
  const id = cx.state.templates.named(call, call.params)?.id
  if (succeeded(answer) && id !== undefined) cx.state.templates.addVersion(id, data)
  return answer
}

function notFound(id: string): AwsError {
  return new AwsError(
    'InvalidLaunchTemplateId.NotFound',
    `The specified launch template, with template ID ${id}, does not exist.`,
  )
}

/** Refuses identifiers of templates that are not there; moto answers with an empty list. */
export const knownTemplates: Middleware = (next) => (call, cx) => {
  const stranger = texts(call.params, 'LaunchTemplateId').find(
    (id) => !cx.state.templates.named(call, { LaunchTemplateId: id }),
  )
  if (stranger !== undefined) throw notFound(stranger)
  return next(call, cx)
}

/** Forgets a deleted template; one that is not there by its identifier gets the error for identifiers. */
export const forgetsTemplate: Middleware = (next) => async (call, cx) => {
  const id = cx.state.templates.named(call, call.params)?.id
  const asked = text(call.params, 'LaunchTemplateId')
  if (id === undefined && asked !== undefined) throw notFound(asked)
  const answer = await next(call, cx)
  if (succeeded(answer) && id !== undefined) cx.state.templates.remove(id)
  return answer
}
