/** The parameters of a URL in the order of the path's template, or `undefined` when it is another path. */
export type PathMatcher = (url: string) => readonly string[] | undefined;

/**
 * Matches URLs that are written plainly against a template like `/models/{name}/infer`. One with a query, an escape or
 * anything else that wants interpretation is left to the router.
 */
export function pathMatcher(template: string): PathMatcher {
  const [head = '', ...tails] = template.split(/\{\w+\}/);
  return (url) => {
    if (!url.startsWith(head)) return undefined;
    const params: string[] = [];
    let at = head.length;
    for (const tail of tails) {
      const end = endOfName(url, at);
      if (end === at || !url.startsWith(tail, end)) return undefined;
      params.push(url.slice(at, end));
      at = end + tail.length;
    }
    return at === url.length ? params : undefined;
  };
}

/** Letters, digits, `.`, `_` and `-`: what names and versions are made of. */
function endOfName(url: string, from: number): number {
  let at = from;
  for (; at < url.length; at++) {
    const code = url.charCodeAt(at);
    const plain =
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x30 && code <= 0x39) ||
      (code >= 0x41 && code <= 0x5a) ||
      code === 0x2d ||
      code === 0x2e ||
      code === 0x5f;
    if (!plain) break;
  }
  return at;
}
