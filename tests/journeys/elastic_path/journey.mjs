// A shopper's whole journey through each of the vendor's own clients, of which nothing is changed but the base URL.
//
// node journey.mjs http://127.0.0.1:2278
//
// Says what was done, a line each; ends with status 1 at the first answer that is not as it must be.

import assert from "node:assert/strict";
import { jsSdk } from "./js_sdk.mjs";
import { shopperSdk } from "./shopper_sdk.mjs";

const MUG = { id: "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a02", sku: "TROLLEY-MUG" };
const CARD = { id: "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04", sku: "TROLLEY-CARD" };
const BUNDLE = "5ab67bb3-b2c3-4348-af33-e370bd39b0c9";
const SELECTED = {
  tshirt: { "23759a57-13c1-4887-9ec2-fb47444751bd": 1 },
  comics: { "c7bcf7fd-1fab-4635-8ae0-7f187a9dbbce": 1, "d9768b40-cf28-406e-bafc-a6d130627eca": 1 },
};
const ADDRESS = {
  first_name: "Ann", last_name: "Roe", line_1: "1 High St", city: "Newcastle", postcode: "NE1", county: "Tyne",
  region: "Tyne", country: "GB",
};
const STORM_ADDS = 200;
const address = process.argv[2] ?? "http://127.0.0.1:2278";

function say(sdk, text) {
  console.log(`${sdk.name} ${sdk.version}: ${text}`);
}

const total = (collection) => collection.meta.display_price.with_tax.amount;
const discount = (collection) => collection.meta.display_price.discount.amount;
const line = (collection, sku) => collection.data.find((line) => line.sku === sku);

async function refused(promise, status) {
  const errors = await promise.then(
    (answer) => assert.fail(`it was not refused: ${JSON.stringify(answer)}`),
    (error) => error.errors ?? assert.fail(error),
  );
  assert.equal(errors[0].status, status, JSON.stringify(errors));
  return errors[0];
}

async function shop(sdk) {
  const shopper = sdk.connect(address, { id: "demo-storefront" });
  const backend = sdk.connect(address, { id: "demo-backend", secret: "demo-backend-secret" });
  const cart = `journey-${sdk.name.replaceAll(/[^a-z]+/g, "-")}`;

  const made = await shopper.createCart({ id: cart, name: "Storefront cart" });
  assert.equal(made.data.id, cart);
  say(sdk, "got a token and made a cart");

  await shopper.add(cart, { id: MUG.id, quantity: 2 });
  let items = await shopper.add(cart, { sku: MUG.sku, quantity: 1 });
  assert.equal(items.data.length, 1);
  assert.equal(items.data[0].quantity, 3);
  assert.equal(total(items), 2850);
  say(sdk, "added by id and by sku, which is one line of three");

  items = await shopper.add(cart, { id: BUNDLE, quantity: 1, bundle_configuration: { selected_options: SELECTED } });
  assert.equal(total(items), 6850);
  assert.equal(line(items, "tshcom").components.comics.options.length, 2);
  const one = { ...SELECTED, comics: { "c7bcf7fd-1fab-4635-8ae0-7f187a9dbbce": 1 } };
  const why = await refused(
    shopper.add(cart, { id: BUNDLE, quantity: 1, bundle_configuration: { selected_options: one } }),
    400,
  );
  assert.match(why.detail, /comics/);
  say(sdk, `added a bundle; one comic is too few: ${why.detail}`);

  const custom = { name: "Wrapping", sku: "wrap", quantity: 1, price: { amount: 300 } };
  assert.equal(total(await shopper.addCustom(cart, custom)), 7150);
  say(sdk, "added a custom item");

  items = await shopper.add(cart, { sku: "sku1", quantity: 1 });
  assert.equal(line(items, "gift").auto_add_quantity, 1);
  assert.deepEqual([total(items), discount(items)], [17150, -500]);
  items = await shopper.remove(cart, line(items, "sku1").id);
  assert.equal(line(items, "gift"), undefined);
  assert.equal(total(items), 7150);
  items = await shopper.add(cart, { sku: "sku1", quantity: 1 });
  say(sdk, "got a gift, which left and came back with what it is given for");

  items = await shopper.update(cart, line(items, MUG.sku).id, 4);
  assert.equal(total(items), 18100);
  items = await shopper.updateAll(cart, [
    { id: line(items, MUG.sku).id, quantity: 2 },
    { id: line(items, "tshcom").id, quantity: 2 },
  ]);
  assert.equal(total(items), 20200);
  items = await shopper.updateAll(cart, [{ id: line(items, "tshcom").id, quantity: 1 }]);
  assert.equal(total(items), 16200);
  say(sdk, "changed one line, and several at once");

  items = await shopper.addAll(cart, [
    { type: "cart_item", sku: MUG.sku, quantity: 1 },
    { type: "custom_item", name: "Ribbon", sku: "ribbon", quantity: 1, price: { amount: 50 } },
  ]);
  assert.equal(total(items), 17200);
  items = await shopper.addAll(
    cart,
    [{ type: "cart_item", sku: "nothing", quantity: 1 }, { type: "cart_item", sku: MUG.sku, quantity: 1 }],
    { add_all_or_nothing: false },
  );
  assert.equal(items.errors[0].status, 404);
  assert.equal(total(items), 18150);
  say(sdk, "added several at once; of two of which one is not there, the other came");

  items = await shopper.enter(cart, "SAVE10");
  assert.deepEqual([total(items), discount(items)], [16335, -2315]);
  assert.equal(items.data.filter((line) => line.type === "promotion_item").length, 1);
  await refused(shopper.enter(cart, "NOTHING"), 404);
  await shopper.leave(cart, "SAVE10");
  assert.equal(total(await shopper.items(cart)), 18150);
  await shopper.enter(cart, "SAVE10");
  say(sdk, "entered a code, took it away, and entered it again");

  const tax = { type: "tax_item", name: "VAT", jurisdiction: "GB", code: "VAT", rate: 0.2 };
  await backend.tax(cart, line(items, "sku1").id, tax);
  assert.equal(total(await shopper.items(cart)), 16335 + 1800);
  await backend.taxAll(cart, [
    { ...tax, rate: 0.05, relationships: { item: { data: { type: "cart_item", id: line(items, MUG.sku).id } } } },
  ]);
  // Four mugs at 9.50, less a tenth, at 5 %.
  assert.equal(total(await shopper.items(cart)), 16335 + 1800 + 171);
  say(sdk, "put taxes on lines, with client credentials");

  const other = `${cart}-other`;
  await shopper.add(other, { id: CARD.id, quantity: 1 });
  items = await shopper.merge(cart, other);
  assert.equal(line(items, CARD.sku).quantity, 1);
  const whole = 16335 + 1800 + 171 + 2250;
  assert.equal(total(items), whole);
  say(sdk, "merged another cart into it");

  const full = await shopper.read(cart);
  assert.equal(full.included.items.filter((line) => line.type !== "promotion_item").length, 7);
  assert.ok(full.data.meta.timestamps.expires_at);

  await refused(shopper.checkOut(cart, { billing_address: ADDRESS, shipping_address: ADDRESS }), 400);
  const customer = { name: "Ann Roe", email: "ann@example.com" };
  const order = await shopper.checkOut(cart, { customer, billing_address: ADDRESS, shipping_address: ADDRESS });
  assert.deepEqual([order.data.status, order.data.payment], ["incomplete", "unpaid"]);
  assert.equal(order.data.meta.display_price.with_tax.amount, whole);
  const again = await shopper.checkOut(cart, { customer, billing_address: ADDRESS, shipping_address: ADDRESS });
  assert.equal(again.data.id, order.data.id);
  say(sdk, "checked out: the order costs what the cart did, and doing so twice makes one order");

  const paid = await shopper.pay(order.data.id, { gateway: "manual", method: "purchase" });
  assert.deepEqual([paid.data.status, paid.data.amount], ["complete", whole]);
  await refused(shopper.pay(order.data.id, { gateway: "manual", method: "purchase" }), 422);
  say(sdk, "paid; a second payment is refused");

  const read = await shopper.order(order.data.id);
  assert.deepEqual([read.data.status, read.data.payment], ["complete", "paid"]);
  assert.equal(read.data.meta.display_price.paid.amount, whole);
  assert.ok(7 <= (await shopper.orderItems(order.data.id)).data.length);
  assert.equal((await shopper.transactions(order.data.id)).data[0].id, paid.data.id);
  await shopper.clear(cart);
  assert.deepEqual((await shopper.items(cart)).data, []);
  say(sdk, "read the order, its items and its transaction, and emptied the cart");
}

async function storm(sdk) {
  const clients = [0, 1, 2, 3].map(() => sdk.connect(address, { id: "demo-storefront" }));
  const cart = `storm-${sdk.name.replaceAll(/[^a-z]+/g, "-")}`;
  await clients[0].createCart({ id: cart, name: "Storm" });
  const adds = Array.from({ length: STORM_ADDS }, (_, number) => {
    const client = clients[number % clients.length];
    return client.add(cart, number % 2 ? { sku: CARD.sku, quantity: 1 } : { id: CARD.id, quantity: 1 });
  });
  await Promise.all(adds);
  const items = await clients[0].items(cart);
  assert.equal(items.data.length, 1);
  assert.equal(items.data[0].quantity, STORM_ADDS);
  assert.equal(total(items), STORM_ADDS * 2500);
  say(sdk, `${STORM_ADDS} adds at once by ${clients.length} clients made exactly ${STORM_ADDS}`);
}

const sdks = [jsSdk("@moltin/sdk"), jsSdk("@elasticpath/js-sdk"), shopperSdk("@epcc-sdk/sdks-shopper")];
for (const sdk of sdks) {
  await shop(sdk);
  await storm(sdk);
}
