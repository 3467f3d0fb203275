//! Whether what is said of a key makes sense: of which dialect and kind it is, what it allows, whom it proves.

use crate::config::nearest::nearest;
use crate::dialects::{DIALECTS, Dialect, Secret};

/// Something said of a key that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Nonsense {
    /// What it was said of, such as `dialect`.
    pub(crate) field: &'static str,
    /// What is wrong, as the end of a sentence.
    pub(crate) reason: String,
}

impl Nonsense {
    pub(crate) fn new(field: &'static str, reason: impl Into<String>) -> Self {
        Self { field, reason: reason.into() }
    }
}

/// The dialect of this name.
pub(crate) fn dialect(name: &str) -> Result<&'static Dialect, Nonsense> {
    DIALECTS.iter().copied().find(|dialect| dialect.name == name).ok_or_else(|| {
        let names: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.name).collect();
        let meant = match meant(name, names.iter().copied()) {
            meant if meant.is_empty() => format!("; there are {}", names.join(", ")),
            meant => meant,
        };
        Nonsense::new("dialect", format!("there is no dialect `{name}`{meant}"))
    })
}

/// The dialect's kind of secrets of this name; its first where none is named.
pub(crate) fn kind(dialect: &Dialect, kind: Option<&str>) -> Result<&'static Secret, Nonsense> {
    let found = match kind {
        Some(kind) => dialect.secrets.iter().find(|secret| secret.kind == kind),
        None => dialect.secrets.first(),
    };
    found.ok_or_else(|| {
        let kind = kind.unwrap_or_default();
        let kinds: Vec<&str> = dialect.secrets.iter().map(|secret| secret.kind).collect();
        let meant = meant(kind, kinds.iter().copied());
        Nonsense::new("kind", format!("`{kind}` is none of {}{meant}", kinds.join(", ")))
    })
}

/// Makes sure that such a secret can allow all of this.
pub(crate) fn check_scopes(secret: &Secret, scopes: &[String]) -> Result<(), Nonsense> {
    let Some(scope) = scopes.iter().find(|scope| !secret.scopes.contains(&scope.as_str())) else {
        return Ok(());
    };
    let known =
        if secret.scopes.is_empty() { "no scopes at all".to_owned() } else { secret.scopes.join(", ") };
    let meant = meant(scope, secret.scopes.iter().copied());
    Err(Nonsense::new("scopes", format!("`{scope}` is none of {known}{meant}")))
}

/// Makes sure that a customer is named where such a secret proves one.
pub(crate) fn check_named(secret: &Secret, is_named: bool) -> Result<(), Nonsense> {
    if secret.names_customer && !is_named {
        return Err(Nonsense::new("customer", format!("a `{}` is a customer's", secret.kind)));
    }
    Ok(())
}

fn meant<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, known).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}
