<?php
$curl = curl_init();

$payload = json_encode([
    'productId' => 'cmc36x85s0007nx0koog2cn0b',
    'quantity' => 2
]);

curl_setopt_array($curl, [
    CURLOPT_URL => "https://api.storekit.app/v1/cart",
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_CUSTOMREQUEST => "POST",
    CURLOPT_POSTFIELDS => $payload,
    CURLOPT_HTTPHEADER => [
        "x-api-key: sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
        "Content-Type: application/json"
    ],
]);

$response = curl_exec($curl);
$httpCode = curl_getinfo($curl, CURLINFO_HTTP_CODE);
curl_close($curl);

$data = json_decode($response, true);

if ($httpCode === 200 && $data['success']) {
    echo "Success: " . $data['message'] . "\n";
} else {
    echo "Error: " . $data['message'] . "\n";
}
?>
