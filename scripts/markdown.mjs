// Tables as Markdown has them.

/** @param {string[]} head titles. @param {(string | number)[][]} rows cells. @returns {string} */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('')
}

/** @param {string} text of which a cell shows the first line. @returns {string} */
export function firstLine(text) {
  return text.split('\n')[0].replaceAll('|', '\\|')
}
