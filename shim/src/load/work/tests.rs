use super::{Dice, Kind, Shot, Work};

const TURNS: usize = 40_000;

fn shots(names: &[&str]) -> Vec<Shot> {
    names.iter().map(|name| Shot { request: name.as_bytes().to_vec(), expected: None }).collect()
}

/// How often each request comes, by name, and of which kind it is.
fn counted(work: &Work) -> Vec<(Kind, String, usize)> {
    let mut dice = Dice::new(0);
    let mut counted: Vec<(Kind, String, usize)> = Vec::new();
    for _ in 0..TURNS {
        let (kind, shot) = work.next(&mut dice).unwrap();
        let name = String::from_utf8(shot.request.clone()).unwrap();
        match counted.iter_mut().find(|(_, known, _)| *known == name) {
            Some((_, _, count)) => *count += 1,
            None => counted.push((kind, name, 1)),
        }
    }
    counted.sort_by(|one, other| one.1.cmp(&other.1));
    counted
}

#[test]
fn each_request_comes_as_often_as_the_next_and_an_add_once_in_four() {
    let work = Work { adds: shots(&["a"]), others: shots(&["r", "s", "t"]) };
    let counted = counted(&work);
    assert_eq!(counted.len(), 4);
    for (kind, name, count) in counted {
        assert!((TURNS / 4).abs_diff(count) < TURNS / 50, "{name} {count}");
        assert_eq!(kind == Kind::Add, name == "a");
    }
}

#[test]
fn only_what_there_is_is_asked_for() {
    let (adds, others) = (shots(&["a"]), shots(&["r"]));
    let none = Vec::new;
    assert_eq!(counted(&Work { adds, others: none() }), [(Kind::Add, "a".to_owned(), TURNS)]);
    assert_eq!(counted(&Work { adds: none(), others }), [(Kind::Other, "r".to_owned(), TURNS)]);
    assert!(Work { adds: none(), others: none() }.next(&mut Dice::new(0)).is_none());
}

#[test]
fn callers_do_not_ask_for_the_same_in_step() {
    let names: Vec<String> = (0..100).map(|number| number.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let work = Work { adds: Vec::new(), others: shots(&names) };
    let order = |caller| {
        let mut dice = Dice::new(caller);
        (0..20).map(|_| work.next(&mut dice).unwrap().1.request.clone()).collect::<Vec<_>>()
    };
    assert_ne!(order(0), order(1));
    assert_eq!(order(1), order(1));
}
