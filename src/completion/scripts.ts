// What each shell has to be given once, so that it asks gm at a TAB: the text, the line that fetches it, and the file
// that the shell reads when it starts.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { filesMark } from './shells.js'

/** How gm comes into one shell. */
export interface ShellScript {
  /** What the shell runs at its start, the line included that it then needs. */
  readonly text: string
  /** Fetches and runs the text, in the shell's language. */
  readonly line: string
  /** The file that it belongs into; absolute. */
  readonly startFile: string
}

/** Shells that can be asked for. */
export const shellNames = ['bash', 'zsh', 'fish', 'powershell'] as const
/** One of `shellNames`. */
export type ShellName = (typeof shellNames)[number]

const bash = `_gm_complete() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    [[ $line == ${filesMark} ]] && { compopt -o default; return; }
    [[ $line == *[=,] ]] && compopt -o nospace
    COMPREPLY+=("$line")
  done < <(gm __complete bash "$COMP_WORDBREAKS" "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -F _gm_complete gm geusemaker
`

const zsh = `if ! whence compdef >/dev/null; then autoload -Uz compinit && compinit; fi
_gm_complete() {
  local line value
  local -a spaced joined
  for line in "\${(@f)$(gm __complete zsh "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}"; do
    [[ $line == ${filesMark} ]] && { _files; return }
    [[ -z $line ]] && continue
    value="\${\${line%%$'\\t'*}//:/\\\\:}"
    if [[ $value == *= ]]; then joined+=("$value:\${line#*$'\\t'}"); else spaced+=("$value:\${line#*$'\\t'}"); fi
  done
  (( $#spaced )) && _describe gm spaced
  (( $#joined )) && _describe gm joined -S ''
}
compdef _gm_complete gm geusemaker
`

const fish = `function __gm_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (gm __complete fish $words[2..] 2>/dev/null)
        if test "$line" = ${filesMark}
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c gm -f -a '(__gm_complete)'
complete -c geusemaker -f -a '(__gm_complete)'
`

const powershell = `Register-ArgumentCompleter -Native -CommandName gm, geusemaker -ScriptBlock {
  param($word, $ast, $cursor)
  $line = $ast.ToString().PadRight($cursor).Substring(0, $cursor)
  gm __complete powershell $line 2>$null | Where-Object { $_ -ne '${filesMark}' } | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    if (-not $about) { $about = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
  }
}
`

type Variables = Readonly<Record<string, string | undefined>>

/** @param shell one of them @param env variables of whoever types, which may move the start file */
export function scriptOf(shell: ShellName, env: Variables): ShellScript {
  const home = env['HOME'] || homedir()
  const configs = env['XDG_CONFIG_HOME'] || join(home, '.config')
  const scripts: Readonly<Record<ShellName, ShellScript>> = {
    bash: { text: bash, line: 'source <(gm autocomplete bash)', startFile: join(home, '.bashrc') },
    zsh: { text: zsh, line: 'source <(gm autocomplete zsh)', startFile: join(env['ZDOTDIR'] || home, '.zshrc') },
    fish: { text: fish, line: 'gm autocomplete fish | source', startFile: join(configs, 'fish', 'config.fish') },
    powershell: {
      text: powershell,
      line: 'gm autocomplete powershell | Out-String | Invoke-Expression',
      startFile:
        process.platform === 'win32'
          ? join(home, 'Documents', 'PowerShell', 'Microsoft.PowerShell_profile.ps1')
          : join(configs, 'powershell', 'Microsoft.PowerShell_profile.ps1'),
    },
  }
  return scripts[shell]
}

/** @param path of the shell's program, as `SHELL` has it @returns its name; undefined for one that gm does not know */
export function shellAt(path: string | undefined): ShellName | undefined {
  const name = path?.split(/[\\/]/).at(-1)
  return shellNames.find((shell) => shell === name)
}
