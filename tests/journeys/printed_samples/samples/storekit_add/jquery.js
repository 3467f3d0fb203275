$.ajax({
  url: "https://api.storekit.app/v1/cart",
  method: "POST",
  headers: {
    "x-api-key":
      "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
    "Content-Type": "application/json",
  },
  data: JSON.stringify({
    productId: "cmc36x85s0007nx0koog2cn0b",
    quantity: 2,
  }),
  success: function (data) {
    if (data.success) {
      console.log("Success:", data.message);
      
      // Example: Show success message
      $("#cart-message").text(data.message).addClass("success");
    } else {
      console.error("Error:", data.message);
    }
  },
  error: function (xhr, status, error) {
    console.error("Request failed:", error);
    
    // Handle different error types
    if (xhr.responseJSON) {
      $("#cart-message").text(xhr.responseJSON.message).addClass("error");
    }
  },
});
