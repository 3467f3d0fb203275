const https = require("https");
const options = {
hostname: "api.storekit.app",
port: 443,
path: "/v1/cart",
method: "GET",
headers: {
"x-api-key":
"sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
},
};
const req = https.request(options, (res) => {
let data = "";
res.on("data", (chunk) => {
data += chunk;
});
res.on("end", () => {
const result = JSON.parse(data);
if (result.success) {
console.log(`Found ${result.count} items in cart:`, result.data);
// Calculate total price
const totalPrice = result.data.reduce((sum, item) =>
sum + (item.product.price * item.quantity), 0
);
console.log(`Total cart value: $${totalPrice}`);
} else {
console.error("Error:", result.message || result.error);
}
});
});
req.on("error", (error) => {
console.error("Request failed:", error);
});
req.end();
