//! What is in users' files.

/// Records whose format is in users' files: their text never changes again. A new one is added here when it ships.
pub(super) const SHIPPED_RECORDS: &[(&str, &str)] = &[
    ("engine/src/store/record/v1.rs", "490341688ebb72554e986aaa6a40a2911035ca1511451531c2279df8ccf0d677"),
    ("engine/src/store/record/v2.rs", "749245872847bc2cd1051ec98e5b593211a479ab4b73d33bbe2746c0ef10b277"),
    (
        "engine/src/store/record/v2/order.rs",
        "b10a296819d3fcbf28a59a039ca236cd6c37afcb4f2574d2813ed0b7bc23f497",
    ),
    (
        "engine/src/store/record/v2/promotion.rs",
        "e5a599366a257ca4908b90bc7151be6972a061c5bcd2dab421d0a64feec4ef4e",
    ),
    ("engine/src/store/record/v3.rs", "31ddc37d7ac9a1cdafd303a3697944ad4bb937e87c1c0729335ceb34160a2706"),
    (
        "engine/src/store/record/v3/answer.rs",
        "dd6953a423c793e2833a0cb425acf9ac7243e73dfd1b51beca6f633d865988f6",
    ),
    (
        "engine/src/store/record/v3/delivery.rs",
        "538bf22c575d5cb6c7f2dd16984dc0b411f039e12be55ac6c551320ecf4ad6ac",
    ),
    (
        "engine/src/store/record/v3/order.rs",
        "c39a4eca9937c89d5bb60b68b3b87e770cd6fe91e2a902129b25fd1e8c04330f",
    ),
    (
        "engine/src/store/record/v3/parked.rs",
        "50e44e99f111b843a4d9cb0b2410030a870a8530b4d6e46bc042a7a53852c640",
    ),
    (
        "engine/src/store/record/v3/cart.rs",
        "f869329dea9efab9d7768ef8916314c214faad90a1d991baf081ac433b1f1799",
    ),
    ("engine/src/store/record/v4.rs", "84ba1311451e1e3d53d1134855dabe935ab26012aebeb180a3aa6ef0498f8f49"),
    (
        "engine/src/store/record/v4/cart.rs",
        "f55a9a9a3b870a5f6f6b67730dd6e2c386c4f7d237873d0eb1c0d7382499a872",
    ),
    (
        "engine/src/store/record/v4/clock.rs",
        "50f514f67ec7684b9ed2f9378e05620095750d8574729df5264a3f97e8263598",
    ),
    ("engine/src/store/record/v4/key.rs", "f26dec707b1ca0a850542225aa7ed8c456d96cdde535384d8d04a7466e6c76bb"),
    (
        "engine/src/store/record/v4/parked.rs",
        "37f4a5e7169b14b1ee31076e28e08b6226997d0ad24301e415ec8c02d69da109",
    ),
];
