import type { Hold, Serie } from '../../src/cura/class-records.ts';

/** How a class is joined. */
export const joining = {
  hel: 'whole',
  enkelt: 'single',
  begge: 'either',
} as const satisfies Record<Serie, string>;

/** Whether a class is offered. */
export const isOpen = { aaben: true, lukket: false } as const satisfies Record<
  Hold['status'],
  boolean
>;
