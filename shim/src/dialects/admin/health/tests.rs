use trolley_engine::Timestamp;
use trolley_engine::engine::health::{Health, HealthState};
use trolley_engine::engine::recover::Recovered;

use super::answer;

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
        let answer = answer(&health, "off");
        let expected = format!(
            r#"{{"status":"{name}","since":"1970-01-01T00:00:00.000Z","failures":3,"healings":2,"recovered_from_backup":true,"backups":"off"}}"#
        );
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(String::from_utf8_lossy(&answer.body), expected, "no place is named");
    }
}
