// Carts as a developer's server has them, of about the size of an answer of the real one. As a program it prints them as
// the file of a json-server: catalog.cjs CARTS LINES.
'use strict'

function line(number) {
  return {
    id: `line-${number}`, sku: `SKU-${number}`, name: `A product of a certain name, number ${number}`,
    price: 9.5, quantity: 1, subtotal: 9.5,
    options: { product_id: `product-${number}`, sku: `SKU-${number}`, type: 'physical', code: `code-${number}`, requires_team: false },
    stock: 250, meta: [{ meta_key: 'origin', meta_value: 'somewhere' }],
  }
}

function cart(id, lines) {
  return { id, total: 9.5 * lines, items_count: lines, items: Array.from({ length: lines }, (_, number) => line(number)) }
}

module.exports = { cart }

if (require.main === module) {
  const [carts, lines] = process.argv.slice(2).map(Number)
  const all = Array.from({ length: carts }, (_, number) => cart(number + 1, lines))
  process.stdout.write(JSON.stringify({ carts: all, lines: [] }))
}
