/** Name and version of this tool, as reports carry them. */
export const TOOL = { name: 'horngate', version: '0.1.0' } as const;
