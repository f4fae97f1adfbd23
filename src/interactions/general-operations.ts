import type { GeneralOperation } from './route.ts';

/** Operations that work on any registry: each is a function of the rooms that it is given. */
export const generalOperations: readonly GeneralOperation[] = [];
