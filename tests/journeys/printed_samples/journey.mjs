// The samples that the documents print, run as they are printed but for the base URL.
//
// node journey.mjs http://127.0.0.1:2278
//
// `samples/` has them as the documents do. The stored copy of the second StoreKit document has lost its indentation, which
// is put back in Python alone, where it matters. What is changed in each is listed where it is run, and must be found in
// it. Says what each printed, a line each; ends with status 1 at the first that does not print what it must.

import { pages } from "./pages.mjs";
import { sdsShop } from "./sds_shop.mjs";
import { stateset } from "./stateset.mjs";
import { storekit } from "./storekit.mjs";

const address = process.argv[2] ?? "http://127.0.0.1:2278";

for (const journey of [storekit, pages, stateset, sdsShop]) {
  await journey(address);
}
