use super::{add, engine, find, import, samples, submit, units};
use crate::domain::catalog::Product;
use crate::domain::command::import::Import;
use crate::domain::command::{Command, ProductRef};
use crate::domain::id::{ProductId, Sku, VariantId};
use crate::domain::key::Keys;
use crate::engine::Engine;
use crate::env::engine_time::Reckoning;
use crate::error::Error;
use crate::error::import::ImportProblem;
use crate::options::{Options, Profile};
use crate::store::catalog;
use crate::store::tables::WriteTables;

fn with_variants(id: &str, variants: &[&str]) -> Product {
    Product { variants: variants.iter().map(|id| samples::variant(id)).collect(), ..samples::product(id) }
}

/// The product and the variant that a SKU leads to.
fn by_sku(engine: &Engine, sku: &str) -> Option<(String, Option<String>)> {
    let reference = ProductRef::Sku(Sku::new(sku).unwrap());
    let found = catalog::resolve(&engine.store.read().unwrap(), &reference).unwrap()?;
    Some((found.product.into_string(), found.variant.map(|variant| variant.into_string())))
}

#[track_caller]
fn check_refused(products: Vec<Product>, expected: ImportProblem) {
    let engine = engine();
    submit(&engine, import(vec![with_variants("shirt", &["small", "large"])])).unwrap();
    let error = submit(&engine, import(products)).unwrap_err();
    assert!(matches!(&error, Error::ImportInvalid(problem) if *problem == expected), "{error}");
    assert_eq!(engine.product_count().unwrap(), 3);
    assert_eq!(by_sku(&engine, "SKU-shirt"), Some(("shirt".to_owned(), None)));
    assert_eq!(by_sku(&engine, "SKU-large"), Some(("shirt".to_owned(), Some("large".to_owned()))));
    assert_eq!(by_sku(&engine, "SKU-good"), None);
}

#[test]
fn names_that_are_taken_are_refused_and_nothing_is_changed() {
    let sku = |sku: &str| ImportProblem::SkuTaken { sku: Sku::new(sku).unwrap() };
    let id = |id: &str| ImportProblem::IdTaken { id: id.to_owned() };
    let named = |name: &str, sku: &str| Product { sku: Sku::new(sku).unwrap(), ..samples::product(name) };
    let good = samples::product("good");
    check_refused(vec![good.clone(), named("z", "SKU-shirt")], sku("SKU-shirt"));
    check_refused(vec![good.clone(), named("z", "SKU-large")], sku("SKU-large"));
    check_refused(vec![good.clone(), named("large", "other")], id("large"));
    for taken in ["mug", "small"] {
        let mut product = with_variants("z", &[taken]);
        product.variants[0].sku = Sku::new("other").unwrap();
        check_refused(vec![good.clone(), product], id(taken));
    }
}

/// The same of what an empty store is brought.
#[track_caller]
fn check_contradiction(products: Vec<Product>, expected: ImportProblem) {
    check_refused(products.clone(), expected.clone());
    let engine = Engine::in_memory(Options::new(Profile::Memory)).unwrap();
    let error = submit(&engine, import(products.clone())).unwrap_err();
    assert!(matches!(&error, Error::ImportInvalid(problem) if *problem == expected), "{error}");
    assert_eq!(engine.product_count().unwrap(), 0);
    assert_eq!(by_sku(&engine, "SKU-good"), None);
    submit(&engine, import(vec![products[0].clone()])).unwrap();
    assert_eq!(engine.product_count().unwrap(), 1);
}

#[test]
fn of_several_names_that_are_taken_the_first_one_is_told() {
    let sku = |sku: &str| ImportProblem::SkuTaken { sku: Sku::new(sku).unwrap() };
    let id = |id: &str| ImportProblem::IdTaken { id: id.to_owned() };
    let named = |name: &str, sku: &str| Product { sku: Sku::new(sku).unwrap(), ..samples::product(name) };
    let good = samples::product("good");
    // Product by product, in the order of their identifiers.
    check_refused(vec![good.clone(), named("large", "x"), named("k", "SKU-shirt")], sku("SKU-shirt"));
    check_refused(vec![good.clone(), named("large", "x"), named("m", "SKU-shirt")], id("large"));
    // Of one product its identifier, its variants' stock keeping units, its own, and its variants' identifiers.
    check_refused(vec![good.clone(), named("large", "SKU-shirt")], id("large"));
    check_refused(vec![good.clone(), with_variants("z", &["small"])], sku("SKU-small"));
    let mut variants =
        Product { sku: Sku::new("SKU-shirt").unwrap(), ..with_variants("z", &["small", "new"]) };
    variants.variants[0].sku = Sku::new("other").unwrap();
    check_refused(vec![good.clone(), variants], sku("SKU-shirt"));
    // What an import contradicts itself in.
    check_contradiction(vec![good.clone(), good.clone()], id("good"));
    check_contradiction(vec![good.clone(), named("h", "x"), named("i", "x")], sku("x"));
    check_contradiction(vec![good.clone(), with_variants("h", &["one", "two", "one"])], sku("SKU-one"));
    let mut twice = with_variants("h", &["one", "two", "one"]);
    twice.variants[2].sku = Sku::new("other").unwrap();
    check_contradiction(vec![good.clone(), twice.clone(), named("i", "SKU-two")], id("one"));
    twice.variants[0].id = VariantId::new("h").unwrap();
    check_contradiction(vec![good.clone(), twice], id("h"));
    // The variant comes before the product of its identifier, whose other names are taken too.
    check_contradiction(
        vec![good.clone(), with_variants("h", &["i"]), named("i", "SKU-h"), named("j", "SKU-i")],
        id("i"),
    );
    // One that is there already, whose names are free once it is to be replaced.
    let shirt = with_variants("shirt", &["large"]);
    check_contradiction(vec![good.clone(), shirt.clone(), shirt], id("shirt"));
    check_contradiction(vec![good, with_variants("h", &["a"]), named("a", "SKU-a")], sku("SKU-a"));
}

#[test]
fn a_product_that_is_replaced_frees_its_names() {
    let engine = engine();
    submit(&engine, import(vec![with_variants("shirt", &["small", "large"])])).unwrap();
    // All at once: the names go to others, whatever the order in which they are written.
    let renamed = Product { sku: Sku::new("new").unwrap(), ..with_variants("shirt", &["medium"]) };
    let heir = Product { sku: Sku::new("SKU-shirt").unwrap(), ..with_variants("a", &["large"]) };
    submit(&engine, import(vec![renamed, heir])).unwrap();
    assert_eq!(by_sku(&engine, "SKU-shirt"), Some(("a".to_owned(), None)));
    assert_eq!(by_sku(&engine, "SKU-large"), Some(("a".to_owned(), Some("large".to_owned()))));
    assert_eq!(by_sku(&engine, "SKU-small"), None);
    assert_eq!(by_sku(&engine, "new"), Some(("shirt".to_owned(), None)));
    let reference = ProductRef::Id(ProductId::new("large").unwrap());
    let found = catalog::resolve(&engine.store.read().unwrap(), &reference).unwrap().unwrap();
    assert_eq!(found.product.as_str(), "a");
}

#[test]
fn a_variant_is_found_by_its_identifier() {
    let engine = engine();
    submit(&engine, import(vec![with_variants("shirt", &["small"])])).unwrap();
    submit(&engine, add("c", "l1", "small")).unwrap();
    let view = find(&engine, "c").unwrap();
    assert_eq!(view.cart.lines[0].product().unwrap().as_str(), "shirt");
    assert_eq!(view.lines().next().unwrap().variant.unwrap().id.as_str(), "small");
    assert_eq!(view.priced.total, 1_200);
}

#[test]
fn what_is_brought_again_takes_the_place_of_what_was_there() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    for name in ["one", "two"] {
        let import = Import {
            settings: Some(samples::settings()),
            products: vec![Product { name: name.to_owned(), ..samples::product("mug") }],
            promotions: vec![],
            customers: vec![samples::customer()],
            keys: vec![samples::key()],
        };
        submit(&engine, Command::Import(Box::new(import))).unwrap();
    }
    let view = find(&engine, "c").unwrap();
    assert_eq!(units(&view.cart), [("l1", 1)]);
    assert_eq!(view.products[0].as_ref().unwrap().name, "two");
    assert_eq!(*engine.keys(), Keys::from_iter([samples::key()]));
    assert_eq!(*engine.settings(), samples::settings());
}

#[test]
fn an_import_that_meets_a_damaged_record_is_refused_alone() {
    let engine = engine();
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    tables.products.open().unwrap().insert("mug", b"spoilt".as_slice()).unwrap();
    drop(tables);
    transaction.commit().unwrap();

    let error = submit(&engine, import(vec![samples::product("a"), samples::product("mug")])).unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    assert_eq!(by_sku(&engine, "SKU-a"), None);
    let error = submit(&engine, add("c", "l1", "mug")).unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    submit(&engine, add("c", "l1", "cup")).unwrap();
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
}
