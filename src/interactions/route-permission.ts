/**
 * What each interaction and operation needs of a token's scopes for the type that it is asked of: letters of `cruds`, all of them.
 * With none the types that are met on the way are each judged by themselves.
 */
const permissions: Readonly<Record<string, string>> = {
  ...{ read: 'r', vread: 'r', 'history-instance': 'r' },
  // SMART counts what goes through a whole type as a search.
  ...{ 'history-type': 's', 'search-type': 's', 'search-compartment': 's' },
  ...{ create: 'c', update: 'u', patch: 'u', delete: 'd' },
  // Of the entries of a Bundle each needs its own.
  ...{ 'history-system': '', transaction: '', batch: '' },
  // Finds Appointments that could be; of the Slots behind them it shows no more than when they are.
  $find: 's',
  // A hold and a booking make an Appointment, or change the one that was held or asked for.
  ...{ $hold: 'cu', '$join-waitlist': 'cu', $book: 'cu', $cancel: 'u', $reschedule: 'u' },
  // Each makes or changes a Task too, for which the operation asks by itself.
  ...{ '$propose-move': 'u', '$request-booking': 'c', $answer: 'u', $withdraw: 'u' },
  // What lies in the compartment needs `r` or `s` for its own type.
  $everything: 'r',
  // A calendar is a search by another name.
  $ics: 's',
  // What is opened shows appointments to whoever has it.
  '$calendar-feed': 'u',
  // Joining is seeing.
  '$join-video': 'r',
  ...{ $lastn: 's', $document: 'r', '$inclusion-proof': 'r' },
  // Writes nothing; the resource that it is asked of is read as any other.
  $validate: '',
  ...{ $expand: 'r', '$validate-code': 'r', $lookup: 'r', $translate: 'r' },
  // Each type that is taken out needs `r` in a scope of a system.
  $export: '',
};

/** By the name of a route. What nobody has thought of needs everything. */
export const permissionOf = (name: string): string => permissions[name] ?? 'cruds';
