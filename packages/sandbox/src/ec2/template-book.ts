// Launch templates as they were asked for: moto forgets parts of them, and an instance must boot from what was really
// given.
import { AwsError } from '../answer/aws-error.js'
import type { Scope } from '../request/call.js'
import { type Params, record, text } from '../request/params.js'

interface Template {
  readonly id: string
  readonly name: string
  readonly scope: string
  versions: Params[]
}

function scopeKey({ account, region }: Scope): string {
  return `${account}/${region}`
}

/** Every launch template of the account, by id, with its versions. */
export class TemplateBook {
  readonly #templates = new Map<string, Template>()

  /** Remembers a new template with its first version. */
  add(scope: Scope, id: string, name: string, data: Params): void {
    this.#templates.set(id, { id, name, scope: scopeKey(scope), versions: [data] })
  }

  /** Remembers a further version. */
  addVersion(id: string, data: Params): void {
    this.#templates.get(id)?.versions.push(data)
  }

  /** Forgets a template. */
  remove(id: string): void {
    this.#templates.delete(id)
  }

  /** The template that a request names by id or by name. */
  named(scope: Scope, reference: Params): { id: string; name: string } | undefined {
    const id = text(reference, 'LaunchTemplateId')
    const name = text(reference, 'LaunchTemplateName')
    const of = scopeKey(scope)
    return [...this.#templates.values()].find(
      (each) => each.scope === of && (id === undefined ? each.name === name : each.id === id),
    )
  }

  /** What a version of a template holds, in the shape of a launch, and its number. */
  read(scope: Scope, reference: Params): { id: string; version: number; data: Params } {
    const named = this.named(scope, reference)
    const template = named && this.#templates.get(named.id)
    if (!template)
      throw new AwsError('InvalidLaunchTemplateId.NotFound', 'The specified launch template does not exist.')
    const asked = text(reference, 'Version') ?? '$Default'
    const version = asked === '$Latest' ? template.versions.length : asked === '$Default' ? 1 : Number(asked)
    const data = template.versions[version - 1]
    if (!data)
      throw new AwsError(
        'InvalidLaunchTemplateId.VersionNotFound',
        `Could not find launch template version ${asked} of ${template.id}.`,
      )
    return { id: template.id, version, data }
  }
}

/** The data of a template's request. */
export function templateData(params: Params): Params {
  return record(params, 'LaunchTemplateData')
}
