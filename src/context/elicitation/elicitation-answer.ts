/** What a person did with a question: answered it, refused, or closed it. Refusal is an answer, not an error. */
export type ElicitationAnswer<T> =
  | { readonly action: 'accept'; readonly data: T }
  | { readonly action: 'decline' }
  | { readonly action: 'cancel' };
