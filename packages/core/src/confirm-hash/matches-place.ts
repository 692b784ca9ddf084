/**
 * Whether a glob names the place of a model: `*` is any run of characters within a part, `**` any number of parts. One that begins with "/" is matched from the
 * root; any other names the last parts of the place, so that it does not matter from where one looks. Upper and lower case differ.
 *
 * No regular expression, whose cost whoever names a file could choose: at worst the product of both lengths.
 */
export function matchesPlace(glob: string, place: string): boolean {
  const parts = glob.split('/').filter((part) => part !== '');
  return sequence(
    glob.startsWith('/') ? parts : ['**', ...parts],
    place.split('/').filter((part) => part !== ''),
    '**',
    matchesPart,
  );
}

const matchesPart = (pattern: string, text: string): boolean => sequence([...pattern], [...text], '*', (one, other) => one === other);

/** The classical match with one point to come back to: the last wildcard. */
function sequence(pattern: readonly string[], items: readonly string[], any: string, equal: (one: string, item: string) => boolean): boolean {
  let [at, item, wildcard, resume] = [0, 0, -1, 0];
  while (item < items.length) {
    const one = pattern[at];
    if (one === any) [wildcard, resume, at] = [at, item, at + 1];
    else if (one !== undefined && equal(one, items[item] as string)) [at, item] = [at + 1, item + 1];
    else if (wildcard >= 0) [resume, item, at] = [resume + 1, resume + 1, wildcard + 1];
    else return false;
  }
  return pattern.slice(at).every((one) => one === any);
}
