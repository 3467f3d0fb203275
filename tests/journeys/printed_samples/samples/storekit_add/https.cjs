const https = require("https");

const postData = JSON.stringify({
  productId: "cmc36x85s0007nx0koog2cn0b",
  quantity: 2,
});

const options = {
  hostname: "api.storekit.app",
  port: 443,
  path: "/v1/cart",
  method: "POST",
  headers: {
    "x-api-key":
      "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(postData),
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
      console.log("Success:", result.message);
    } else {
      console.error("Error:", result.message);
    }
  });
});

req.on("error", (error) => {
  console.error("Request failed:", error);
});

req.write(postData);
req.end();
