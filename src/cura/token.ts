export interface Token {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

export interface TokenSource {
  /** A token good for the next exchange; asked for once, however many wait. */
  current(): Promise<string>;
  /** Cura refused this token: the next `current` asks for another. */
  refused(value: string): void;
}

const renewBeforeMs = 30_000;

/** Keeps one token and renews it before it expires. A failure is passed on and not kept. */
export function tokenSource(ask: () => Promise<Token>, now: () => number): TokenSource {
  let held: Token | undefined;
  let asking: Promise<Token> | undefined;
  const renew = async (): Promise<Token> => {
    try {
      held = await ask();
      return held;
    } finally {
      asking = undefined;
    }
  };
  return {
    async current() {
      if (held !== undefined && now() < held.expires) return held.value;
      asking ??= renew();
      return (await asking).value;
    },
    refused(value) {
      if (held?.value === value) held = undefined;
    },
  };
}

/** When to stop using a token that lives `lifeSeconds`: half a minute before its end, or at half its life if that is later. */
export function renewalTime(now: number, lifeSeconds: number): number {
  const lifeMs = lifeSeconds * 1000;
  return now + Math.max(lifeMs - renewBeforeMs, lifeMs / 2);
}
