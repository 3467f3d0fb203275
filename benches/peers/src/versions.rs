//! Which version of each package this program was built with.

const LOCKED: &str = include_str!("../Cargo.lock");

/// The version of a package, as it is locked; several where there are several.
pub(crate) fn version(package: &str) -> String {
    let versions = versions_in(LOCKED, package);
    if versions.is_empty() { "unknown".to_owned() } else { versions.join(" and ") }
}

fn versions_in<'l>(locked: &'l str, package: &str) -> Vec<&'l str> {
    let heading = format!("name = \"{package}\"");
    let mut lines = locked.lines();
    let mut versions = Vec::new();
    while lines.any(|line| line == heading) {
        let version = lines.next().and_then(|line| line.strip_prefix("version = \""));
        versions.extend(version.and_then(|rest| rest.strip_suffix('"')));
    }
    versions
}

#[cfg(test)]
mod tests;
