/** `naming.to_snake_case` of Keras (keras/src/utils/naming.py): `MaxPooling2D` is `max_pooling2d`, `PReLU` is `p_re_lu`. */
export function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** Names of the members of a container: the first of a kind bare, then `_1`, `_2`, … (`_get_unique_name` of saving_lib.py). */
export class UniqueNames {
  readonly #used = new Map<string, number>();

  next(name: string): string {
    const count = this.#used.get(name) ?? 0;
    this.#used.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }
}
