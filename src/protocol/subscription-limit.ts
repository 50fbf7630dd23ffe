/** A client may hear of this many resources on one session or stream: each URI is kept as long as that. */
export const MOST_SUBSCRIPTIONS = 1_000;
