use trolley_engine::Timestamp;
use trolley_engine::engine::health::{Health, HealthState};
use trolley_engine::engine::recover::Recovered;

use super::answer;
use crate::config::Profile;

#[test]
fn only_who_is_ready_is_well() {
    let rows = [
        (HealthState::Ready, 200, "ready"),
        (HealthState::Full, 503, "full"),
        (HealthState::Recovering, 503, "recovering"),
        (HealthState::Failed, 503, "failed"),
    ];
    for (state, status, name) in rows {
        let health = Health {
            state,
            since: Timestamp::from_millis(0),
            failures: 3,
            healings: 2,
            last_failure: Some("/srv/till.trolley is damaged".to_owned()),
            recovered: Some(Recovered { from: "/srv/backups/till".into(), aside: None }),
        };
        let answer = answer(&health, "off", None);
        let expected = format!(
            r#"{{"status":"{name}","since":"1970-01-01T00:00:00.000Z","failures":3,"healings":2,"recovered_from_backup":true,"backups":"off"}}"#
        );
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(String::from_utf8_lossy(&answer.body), expected, "no place is named");
    }
}

#[test]
fn administrators_are_told_the_version_and_the_profile() {
    let health = Health {
        state: HealthState::Ready,
        since: Timestamp::from_millis(0),
        failures: 0,
        healings: 0,
        last_failure: None,
        recovered: None,
    };
    let answer = answer(&health, "off", Some(Profile::Fast));
    let version = env!("CARGO_PKG_VERSION");
    let end = format!(r#""backups":"off","version":"{version}","profile":"fast"}}"#);
    assert!(String::from_utf8_lossy(&answer.body).ends_with(&end));
}
