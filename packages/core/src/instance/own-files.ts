// The scripts that run on the instance are real files beside this one; here they are read.
import { readFileSync } from 'node:fs'

/** A script that every bundle holds. */
export type OwnFile = 'gm-boot.sh' | 'gmctl.sh' | 'geusemaker.service'

/** @param name one of the files in `files/` @returns its text */
export function ownFile(name: OwnFile): string {
  return readFileSync(new URL(`./files/${name}`, import.meta.url), 'utf8')
}
