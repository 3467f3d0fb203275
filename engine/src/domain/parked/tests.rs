use super::{NOTE_CHARACTERS_MAX, Note};

#[test]
fn a_note_has_so_many_characters_and_no_more() {
    let longest = "\u{e9}".repeat(NOTE_CHARACTERS_MAX);
    assert_eq!(Note::new(longest.clone()).unwrap().as_str(), longest);
    assert_eq!(Note::new(longest + "."), None);
    assert_eq!(Note::new(""), Some(Note::default()));
}
