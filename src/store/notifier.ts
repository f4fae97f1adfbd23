/** Tells listeners of a channel that something was committed. What is told while a telling is under way is told once. */
export type Notifier = (channel: string) => void;

/**
 * NOTIFY inside a transaction makes commits wait for each other (it halved them, measured), so it is sent after the commit,
 * on its own. A crash may swallow it: whoever listens polls as well.
 */
export function makeNotifier(send: (channel: string) => Promise<unknown>): Notifier {
  const sending = new Set<string>();
  const again = new Set<string>();
  const tell = (channel: string): void => {
    if (sending.has(channel)) {
      again.add(channel);
      return;
    }
    sending.add(channel);
    void send(channel)
      .catch(() => undefined)
      .finally(() => {
        sending.delete(channel);
        if (again.delete(channel)) tell(channel);
      });
  };
  return tell;
}
