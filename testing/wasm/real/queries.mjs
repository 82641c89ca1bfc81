// Work for SQLite: statements to run in this order on one database, and the rows they give.

/** @type {import("./queries.d.mts").queries} */
export const queries = Object.freeze([
  query(
    "makes tables",
    "CREATE TABLE parts(id INTEGER PRIMARY KEY, name TEXT, price INTEGER); CREATE TABLE orders(part, count)",
    "",
  ),
  query(
    "fills a table",
    `WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000)
     INSERT INTO parts SELECT x, 'part ' || x, x * 37 % 101 FROM n`,
    "",
  ),
  query(
    "fills another in a transaction",
    "BEGIN; INSERT INTO orders SELECT id, id % 7 FROM parts WHERE id % 3 = 0; COMMIT",
    "",
  ),
  query("makes an index", "CREATE INDEX by_price ON parts(price)", ""),
  query(
    "joins, groups and sorts",
    `SELECT price, count(*), sum(count) FROM parts JOIN orders ON part = id
     GROUP BY price HAVING sum(count) > 15 ORDER BY sum(count) DESC, price LIMIT 3`,
    "0|6|21\n5|7|21\n6|7|21\n",
  ),
  query(
    "searches texts",
    "SELECT count(*), max(length(name)) FROM parts WHERE name LIKE '%99%'",
    "38|9\n",
  ),
  query("updates and deletes", "UPDATE parts SET price = price + 1; DELETE FROM orders", ""),
  query("checks itself", "PRAGMA integrity_check", "ok\n"),
]);

function query(title, sql, rows) {
  return Object.freeze({ title, sql, rows });
}
