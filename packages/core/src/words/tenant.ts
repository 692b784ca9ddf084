/** Who asks, and how much is theirs. On one machine without a server there is one: `local`. */
export interface Tenant {
  readonly name: string;
}

export const LOCAL_TENANT: Tenant = { name: 'local' };
