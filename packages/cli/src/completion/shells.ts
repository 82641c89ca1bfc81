/** What each shell is given: a script that asks this command, and the answers as that shell takes them. */
import type { Completion, Word } from "./complete.js";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** The first line says what kind of words follow. */
export function answerFor(
  shell: Shell,
  { kind, words }: Completion,
  typed: readonly string[],
): string {
  const line = lines[shell](typed.at(-1) ?? "");
  return [kind, ...words.map(line)].map((text) => `${text}\n`).join("");
}

const lines: Readonly<Record<Shell, (current: string) => (word: Word) => string>> = {
  // what is in front of "=" is another word for bash
  bash:
    (current) =>
    ({ text }) =>
      current.includes("=") ? text.slice(text.indexOf("=") + 1) : text,
  zsh: () => zshLine,
  fish:
    () =>
    ({ text, summary }) =>
      `${text}\t${summary}`,
};

function zshLine({ text, summary }: Word): string {
  const name = text.replaceAll(":", "\\:");
  return summary === "" ? name : `${name}:${summary}`;
}

/** bash takes `--color=never` for three words. */
export function typedIn(shell: Shell, words: readonly string[]): readonly string[] {
  if (shell !== "bash") return words;
  const typed: string[] = [];
  for (const word of words) {
    const isRest = word === "=" || typed.at(-1)?.endsWith("=");
    if (isRest && typed.length > 0) typed.push(`${typed.pop()}${word}`);
    else typed.push(word);
  }
  return typed;
}

export const scripts: Readonly<Record<Shell, string>> = {
  bash: `# cofferdam in bash: add this line to ~/.bashrc
#   eval "$(cofferdam completion bash)"
_cofferdam() {
  local kind line
  COMPREPLY=()
  {
    read -r kind
    while read -r line; do COMPREPLY+=("$line"); done
  } < <(cofferdam complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  type compopt >/dev/null 2>&1 || return
  [[ $kind != list ]] || compopt -o nospace
  [[ $kind != files ]] || compopt -o default
}
# bash 3.2 has no compopt
if type compopt >/dev/null 2>&1; then complete -F _cofferdam cofferdam
else complete -o default -F _cofferdam cofferdam; fi
`,
  zsh: `#compdef cofferdam
# cofferdam in zsh: add this line to ~/.zshrc, after compinit
#   eval "$(cofferdam completion zsh)"
_cofferdam() {
  local -a lines described
  lines=("\${(@f)$(cofferdam complete zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  described=("\${(@)lines[2,-1]}")
  case $lines[1] in
    files) _files ;;
    list) _describe -V cofferdam described -S '' ;;
    words) _describe -V cofferdam described ;;
  esac
}
if [[ $funcstack[1] == _cofferdam ]]; then _cofferdam "$@"; else compdef _cofferdam cofferdam; fi
`,
  fish: `# cofferdam in fish: cofferdam completion fish > ~/.config/fish/completions/cofferdam.fish
function __cofferdam_complete
    set -l typed (commandline -opc) (commandline -ct)
    set -l lines (cofferdam complete fish -- $typed[2..] 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $lines[2..]
    end
end
complete -c cofferdam -f -a '(__cofferdam_complete)'
`,
};
