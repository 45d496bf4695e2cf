// The scripts that run on the instance are real files beside this one; here they are read.
import { readFileSync } from 'node:fs'
import type { CarriedVerb } from '@geuse/instance-contract'

/** A script or a unit of every bundle, or a script that comes with its question. */
export type OwnFile =
  | 'gm-backup.sh'
  | 'gm-boot.sh'
  | 'gm-lib.sh'
  | 'gm-watch.sh'
  | 'gmctl.sh'
  | `gmctl-${CarriedVerb}.sh`
  | 'geusemaker.service'
  | 'geusemaker-watch.service'

/** @param name one of the files in `files/` @returns its text */
export function ownFile(name: OwnFile): string {
  return readFileSync(new URL(`./files/${name}`, import.meta.url), 'utf8')
}
