// A cart as a developer would write it: express, and a row for each cart in SQLite, which is on disk before it answers.
// express.cjs PORT FILE CARTS LINES
'use strict'

const path = require('node:path')
const express = require('express')
const Database = require('better-sqlite3')
const { cart } = require(path.resolve('benches/http/catalog.cjs'))

const [port, file, carts, lines] = process.argv.slice(2).map((word, place) => (place === 1 ? word : Number(word)))
const store = new Database(file)
store.pragma('journal_mode = WAL')
store.pragma('synchronous = FULL')
store.exec('CREATE TABLE carts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
const insert = store.prepare('INSERT INTO carts (id, body) VALUES (?, ?)')
store.transaction(() => {
  for (let id = 1; id <= carts; id += 1) insert.run(id, JSON.stringify(cart(id, lines)))
})()
const select = store.prepare('SELECT body FROM carts WHERE id = ?')
const update = store.prepare('UPDATE carts SET body = ? WHERE id = ?')
// `any` is another cart or line each time, as those who ask the real server take any.
const any = (count) => Math.floor(Math.random() * count)

const add = store.transaction((id, place, quantity) => {
  const found = JSON.parse(select.get(id).body)
  const line = found.items[place]
  line.quantity += quantity
  line.subtotal = line.price * line.quantity
  found.total = found.items.reduce((sum, one) => sum + one.subtotal, 0)
  update.run(JSON.stringify(found), id)
  return found
})

const app = express()
app.use(express.json())
app.get('/carts/:id', (request, response) => {
  const found = select.get(Number(request.params.id))
  if (!found) return response.status(404).json({ error: 'not found' })
  response.json(JSON.parse(found.body))
})
app.post('/carts/any/lines', (request, response) => {
  response.json(add.immediate(any(carts) + 1, any(lines), request.body.quantity))
})
app.listen(port, '127.0.0.1')
