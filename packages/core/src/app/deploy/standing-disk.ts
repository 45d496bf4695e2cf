// The disk of an instance that stands is never made smaller: EBS cannot, and services that come back find their room.
import type { Facts } from '@geuse/plugin-api'
import { resources } from '../../aws/resources/index.js'
import type { Document } from '../../state/document.js'

/** @returns the facts with a disk that is at least as large as the one that stands */
export function withStandingDisk(facts: Facts, { nodes }: Pick<Document, 'nodes'>): Facts {
  const standing = Object.values(nodes)
    .filter(({ type, status }) => type === resources.instance.type && status !== 'gone')
    .map(({ inputs }) => (inputs as { readonly diskGiB?: number } | undefined)?.diskGiB ?? 0)
  const minimumGiB = Math.max(facts.image.minimumGiB, ...standing)
  return { ...facts, image: { ...facts.image, minimumGiB } }
}
