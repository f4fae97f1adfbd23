/** Whose time an appointment takes. */
export interface Takers {
  readonly practitioner?: string | undefined;
  /** A place that is nobody else's meanwhile. */
  readonly room?: string | undefined;
  /** As keys, such as `Equipment/laser-1`. */
  readonly equipment?: readonly string[] | undefined;
}

/** Their keys, as reservations and the uses of Schedules have them. */
export const takersOf = ({ practitioner, room, equipment = [] }: Takers): string[] => [
  ...(practitioner === undefined ? [] : [`Practitioner/${practitioner}`]),
  ...(room === undefined ? [] : [`Location/${room}`]),
  ...equipment,
];
