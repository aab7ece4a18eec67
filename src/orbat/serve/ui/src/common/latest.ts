/** Runs one request at a time, the latest: it waits a moment, and an answer to an older one is dropped. */
export class Latest {
  readonly #wait: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  /** `wait`: milliseconds in which another request takes the place of this one. */
  constructor(wait: number) {
    this.#wait = wait;
  }

  /** Asks, and gives the answer to `done`; what goes wrong to `failed`, unless it was cancelled. */
  run<T>(ask: (signal: AbortSignal) => Promise<T>, done: (answer: T) => void, failed: (error: Error) => void): void {
    this.cancel();
    this.#timer = setTimeout(() => {
      const control = new AbortController();
      this.#running = control;
      ask(control.signal).then(
        (answer) => {
          if (!control.signal.aborted) done(answer);
        },
        (error: unknown) => {
          if (!control.signal.aborted) failed(error instanceof Error ? error : new Error(String(error)));
        },
      );
    }, this.#wait);
  }

  /** Drops what is waited for. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }
}
