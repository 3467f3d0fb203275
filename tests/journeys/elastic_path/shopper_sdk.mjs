// The TypeScript SDK. It never throws: what it answers with an error is thrown here, as the other two do.

import { createRequire } from "node:module";
import * as sdk from "@epcc-sdk/sdks-shopper";

export function shopperSdk(name) {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`);
  return { name, version, connect };
}

function connect(address, { id, secret }) {
  const { client } = sdk.createShopperClient(
    { baseUrl: address },
    { clientId: id, storage: inMemory(), tokenProvider: secret && (() => token(address, id, secret)) },
  );
  const ask = async (operation, path, body, query) => {
    const { data, error } = await operation({ client, path, body, query });
    if (error !== undefined) throw error;
    return data;
  };
  const inCart = (cart, operation, body, path) => ask(operation, { cartID: cart, ...path }, body);
  const inOrder = (order, operation, body) => ask(operation, { orderID: order }, body);
  return {
    createCart: (cart) => ask(sdk.createACart, undefined, { data: cart }),
    add: (cart, item) => inCart(cart, sdk.manageCarts, { data: { type: "cart_item", ...item } }),
    addCustom: (cart, item) => inCart(cart, sdk.manageCarts, { data: { type: "custom_item", ...item } }),
    addAll: (cart, items, options) => inCart(cart, sdk.manageCarts, { data: items, options }),
    update: (cart, line, quantity) =>
      inCart(cart, sdk.updateACartItem, { data: { id: line, quantity } }, { cartitemID: line }),
    updateAll: (cart, lines) => inCart(cart, sdk.bulkUpdateItemsInCart, { data: lines }),
    remove: (cart, line) => inCart(cart, sdk.deleteACartItem, undefined, { cartitemID: line }),
    clear: (cart) => inCart(cart, sdk.deleteAllCartItems),
    enter: (cart, code) => inCart(cart, sdk.manageCarts, { data: { type: "promotion_item", code } }),
    leave: (cart, code) => inCart(cart, sdk.deleteAPromotionViaPromotionCode, undefined, { promoCode: code }),
    tax: (cart, line, tax) => inCart(cart, sdk.addTaxItemToCart, { data: tax }, { cartitemID: line }),
    taxAll: (cart, taxes) => inCart(cart, sdk.bulkAddTaxItemsToCart, { data: taxes }),
    merge: (cart, other) => inCart(cart, sdk.manageCarts, { data: { type: "cart_items", cart_id: other }, options: {} }),
    items: (cart) => inCart(cart, sdk.getCartItems),
    read: (cart) => ask(sdk.getACart, { cartID: cart }, undefined, { include: ["items"] }),
    checkOut: (cart, body) => inCart(cart, sdk.checkoutApi, { data: body }),
    pay: (order, payment) => inOrder(order, sdk.paymentSetup, { data: payment }),
    order: (order) => inOrder(order, sdk.getAnOrder),
    orderItems: (order) => inOrder(order, sdk.getOrderItems),
    transactions: (order) => inOrder(order, sdk.getOrderTransactions),
  };
}

function inMemory() {
  let kept;
  return { get: () => kept, set: (text) => { kept = text; }, subscribe: () => () => {} };
}

async function token(address, id, secret) {
  const answer = await fetch(new URL("/oauth/access_token", address), {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: id, client_secret: secret }),
  });
  return answer.json();
}
