//! `.github/SECURITY.md` names where each promise is kept and what shows it: all of that must be there.

use trolley_harness::{project_root, read_text};

/// What stands between backticks.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2)
}

#[test]
fn every_file_and_test_that_the_page_names_is_there() {
    let root = project_root();
    let page = read_text(&root.join(".github/SECURITY.md"));
    let (mut files, mut tests) = (0, 0);
    for quoted in quoted(&page) {
        let is_file = ["engine/", "shim/", "tests/", "fixtures/"].iter().any(|part| quoted.starts_with(part));
        if is_file {
            assert!(root.join(quoted).exists(), "there is no {quoted}");
            files += 1;
        } else if let Some((module, test)) = quoted.split_once("::") {
            let text = read_text(&root.join(format!("tests/suite/{module}.rs")));
            assert!(text.contains(&format!("#[test]\nfn {test}()")), "there is no test {quoted}");
            tests += 1;
        }
    }
    assert!(30 < files && 5 < tests, "{files} files, {tests} tests");
}
