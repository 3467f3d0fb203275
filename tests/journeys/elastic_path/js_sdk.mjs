// The two JavaScript SDKs, which share nearly all of their code.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export function jsSdk(name) {
  const { gateway, MemoryStorageFactory } = require(name);
  const { version } = require(`${name}/package.json`);
  return { name, version, connect };

  function connect(address, { id, secret }) {
    const { host, protocol } = new URL(address);
    const sdk = gateway({
      client_id: id,
      client_secret: secret,
      host,
      protocol: protocol.replace(":", ""),
      storage: new MemoryStorageFactory(),
    });
    return {
      createCart: (cart) => sdk.Cart().CreateCart(cart),
      add: (cart, { id, sku, quantity, ...more }) =>
        sdk.Cart(cart).AddProduct(sku ?? id, quantity, more, sku !== undefined),
      addCustom: (cart, item) => sdk.Cart(cart).AddCustomItem(item),
      addAll: (cart, items, options) => sdk.Cart(cart).BulkAdd(items, options),
      update: (cart, line, quantity) => sdk.Cart(cart).UpdateItem(line, quantity),
      updateAll: (cart, lines) => sdk.Cart(cart).UpdateItems(lines.map((line) => ({ type: "cart_item", ...line }))),
      remove: (cart, line) => sdk.Cart(cart).RemoveItem(line),
      clear: (cart) => sdk.Cart(cart).RemoveAllItems(),
      enter: (cart, code) => sdk.Cart(cart).AddPromotion(code),
      // The SDK has no call of its own for it.
      leave: (cart, code) => sdk.request.send(`carts/${cart}/discounts/${code}`, "DELETE"),
      tax: (cart, line, tax) => sdk.Cart(cart).AddItemTax(line, tax),
      taxAll: (cart, taxes) => sdk.Cart(cart).BulkAddItemTax(taxes),
      merge: (cart, other) => sdk.Cart(cart).Merge(other),
      items: (cart) => sdk.Cart(cart).Items(),
      read: (cart) => sdk.Cart(cart).With("items").Get(),
      checkOut: (cart, { customer, billing_address, shipping_address }) =>
        sdk.Cart(cart).Checkout(customer, billing_address, shipping_address),
      pay: (order, payment) => sdk.Orders.Payment(order, payment),
      order: (order) => sdk.Orders.Get(order),
      orderItems: (order) => sdk.Orders.Items(order),
      transactions: (order) => sdk.Orders.Transactions(order),
    };
  }
}
