/** One thing that was asked of the chain, and whether it is as it must be. */
export type Finding = { readonly holds: boolean; readonly what: string; readonly found: string };
