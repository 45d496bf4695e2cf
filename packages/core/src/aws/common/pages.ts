// Lists come in pages; the SDK turns them, and this takes out what is on them.

/**
 * @param pages of one of the SDK's paginators, e.g. `ec2.paginateDescribeVpcs(…)`
 * @param items what is wanted of a page
 * @returns the items of all pages
 */
export async function allOf<P, T>(
  pages: AsyncIterable<P>,
  items: (page: P) => readonly T[] | undefined,
): Promise<readonly T[]> {
  const found: T[] = []
  for await (const page of pages) found.push(...(items(page) ?? []))
  return found
}
