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
  // A figure says nothing of anybody.
  '$evaluate-measure': 's',
  // What is granted to the citizen is searched for as any other.
  $activities: 'r',
  // Staff answer an association.
  ...{ $approve: 'u', $reject: 'u' },
  // A calendar is a search by another name.
  $ics: 's',
  // What is opened shows appointments to whoever has it.
  '$calendar-feed': 'u',
  // What is told needs `r` or `s` for its own type too.
  ...{ $status: 'r', $events: 'r', '$get-ws-binding-token': 'r', '$signing-secret': 'r' },
  // A form is shown to who may see messages; a mark changes what Cura says of one.
  ...{ '$message-form': 's', '$mark-read': 'u', '$share-thread': 'u' },
  // Joining is seeing.
  '$join-video': 'r',
  // Both are searches for Observations, and need what those need.
  ...{ $chart: 'r', $average: 'r' },
  // Leaves a Procedure, for which the operation asks by itself.
  '$mark-done': 'r',
  // Each of many is made as any other.
  '$submit-measurements': 'c',
  ...{ $lastn: 's', $document: 'r', $section: 'r', '$inclusion-proof': 'r' },
  // Writes nothing; the resource that it is asked of is read as any other.
  $validate: '',
  // Is of what was sent, and of nothing that is stored.
  $transform: '',
  ...{ $expand: 'r', '$validate-code': 'r', $lookup: 'r', $translate: 'r' },
  // Each type that is taken out needs `r` in a scope of a system.
  $export: '',
};

/** By the name of a route. What nobody has thought of needs everything. */
export const permissionOf = (name: string): string => permissions[name] ?? 'cruds';
