/** Where a session handle stands in `_meta`: of the result that begins a session, and of requests that have no argument for it. */
export const SESSION_META = 'portico/session';
