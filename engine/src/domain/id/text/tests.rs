use std::collections::HashSet;

use super::{IN_PLACE_BYTES_MAX, Text};

fn texts() -> Vec<String> {
    let mut texts =
        vec![String::new(), "b".repeat(IN_PLACE_BYTES_MAX + 1), "\u{e5}".repeat(IN_PLACE_BYTES_MAX / 2)];
    for length in [1, IN_PLACE_BYTES_MAX - 1, IN_PLACE_BYTES_MAX, IN_PLACE_BYTES_MAX + 1, 128] {
        texts.extend([b'a', b'c'].map(|last| "a".repeat(length - 1) + &char::from(last).to_string()));
    }
    texts
}

#[test]
fn a_text_is_compared_by_what_it_says_wherever_it_stands() {
    let texts = texts();
    for one in &texts {
        let text = Text::from(one.as_str());
        assert_eq!((&*text, &*text.clone()), (one.as_str(), one.as_str()));
        assert_eq!(matches!(text, Text::Short(_)), one.len() <= IN_PLACE_BYTES_MAX);
        for other in &texts {
            let other_text = Text::from(other.as_str());
            assert_eq!(text.cmp(&other_text), one.cmp(other));
            assert_eq!(text == other_text, one == other);
        }
    }
    let hashed: HashSet<Text> = texts.iter().chain(&texts).map(|text| Text::from(text.as_str())).collect();
    assert_eq!(hashed.len(), texts.iter().collect::<HashSet<_>>().len());
}
