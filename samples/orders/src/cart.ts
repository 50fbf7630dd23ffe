import { stateKey } from 'portico';

/** What there is, with prices in cents. */
export const MENU = { espresso: 220, cappuccino: 350, croissant: 280 };

export type Item = keyof typeof MENU;

export interface CartLine {
  item: Item;
  quantity: number;
}

/** Where the cart is kept: the key knows its type, so nobody else has to. */
export const CART = stateKey<CartLine[]>('cart');

export const totalOf = (cart: CartLine[]) =>
  cart.reduce((cents, { item, quantity }) => cents + MENU[item] * quantity, 0);

export const euros = (cents: number) => `€ ${(cents / 100).toFixed(2)}`;
