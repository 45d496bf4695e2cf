// The two habits of this repository that no ready-made rule checks: a file says why it exists, and what is exported
// says what it is for.

const opensWithWhy = {
  meta: {
    type: 'suggestion',
    messages: { missing: 'Open the file with one or two sentences that say why it exists.' },
    schema: [],
  },
  create: (context) => ({
    Program(program) {
      const first = program.comments.find((comment) => comment.type !== 'Shebang')
      const opens = first !== undefined && (program.body.length === 0 || first.range[1] <= program.body[0].range[0])
      if (!opens) context.report({ node: program, messageId: 'missing' })
    },
  }),
}

const documentedExports = {
  meta: { type: 'suggestion', messages: { missing: 'Say with /** … */ what this export is for.' }, schema: [] },
  create: (context) => ({
    'ExportNamedDeclaration[declaration]'(node) {
      const before = context.sourceCode.getCommentsBefore(node).at(-1)
      const documented = before?.type === 'Block' && before.value.startsWith('*')
      if (!documented && !isOverload(node, context)) context.report({ node, messageId: 'missing' })
    },
  }),
}

/** Only the first signature of an overloaded function carries the comment. */
function isOverload(node, context) {
  const siblings = context.sourceCode.ast.body
  const before = siblings[siblings.indexOf(node) - 1]
  return before?.declaration?.type === 'TSDeclareFunction' && before.declaration.id?.name === node.declaration.id?.name
}

/** As a plugin of ESLint. */
export const geuse = { rules: { 'opens-with-why': opensWithWhy, 'documented-exports': documentedExports } }
