use std::fs;
use std::path::PathBuf;

use figment::Jail;

use super::{Config, Flags, LogLevel, Profile, Sources};

fn sources(flags: Flags, file: Option<&str>) -> Sources {
    Sources { flags, environment: true, file: file.map(PathBuf::from), text: None }
}

fn with_data(profile: Option<Profile>) -> Flags {
    Flags { data: Some("carts".into()), profile, ..Flags::default() }
}

/// Runs in a folder and an environment of its own.
#[track_caller]
#[expect(clippy::result_large_err, reason = "figment's own signature")]
fn jailed(run: impl FnOnce(&mut Jail)) {
    Jail::expect_with(|jail| {
        jail.clear_env();
        run(jail);
        Ok(())
    });
}

#[test]
fn nothing_said_is_the_documented_configuration() {
    jailed(|_| assert_eq!(Config::load(&sources(Flags::default(), None)).unwrap(), Config::documented()));
    assert_eq!(Config::from_toml("").unwrap(), Config::documented());
}

#[test]
fn flags_stand_over_the_environment_and_that_over_the_file() {
    jailed(|jail| {
        jail.create_file("trolley.toml", "[server]\nport = 1\nlog = \"info\"\nhosts = [\"till.local\"]")
            .unwrap();
        jail.set_env("TROLLEY_PORT", "2");
        jail.set_env("TROLLEY_LOG", "error");
        let flags = Flags { port: Some(3), ..Flags::default() };
        let server = Config::load(&sources(flags, Some("trolley.toml"))).unwrap().server;
        assert_eq!((server.port, server.log), (3, LogLevel::Error));
        assert_eq!(server.hosts, ["till.local"]);
    });
}

#[test]
fn a_variable_may_be_a_list() {
    jailed(|jail| {
        jail.set_env("TROLLEY_SERVER_ORIGINS", "[\"https://a.example\", \"https://b.example\"]");
        let server = Config::load(&sources(Flags::default(), None)).unwrap().server;
        assert_eq!(server.origins, ["https://a.example", "https://b.example"]);
    });
}

#[test]
fn the_profile_follows_from_the_file_and_the_origins_from_the_profile() {
    let load = |flags| {
        let server = Config::load(&Sources { flags, ..Sources::default() }).unwrap().server;
        (server.profile, server.loopback_origins)
    };
    assert_eq!(load(Flags::default()), (Profile::Memory, true));
    assert_eq!(load(with_data(None)), (Profile::Durable, false));
    assert_eq!(load(with_data(Some(Profile::Fast))), (Profile::Fast, true));
    let said = Config::from_toml("[server]\ndata = \"carts\"\nloopback_origins = true").unwrap().server;
    assert_eq!((said.profile, said.loopback_origins), (Profile::Durable, true));
}

#[test]
fn what_is_printed_can_be_read_again() {
    for config in [
        Config::documented(),
        Config::load(&Sources { flags: with_data(None), ..Sources::default() }).unwrap(),
    ] {
        assert_eq!(Config::from_toml(&config.to_toml().unwrap()).unwrap(), config);
    }
}

#[test]
fn what_follows_from_other_settings_is_printed_as_a_comment() {
    let printed = |text: &str| {
        let sources = Sources { text: Some(text.to_owned()), ..Sources::default() };
        Config::printed(&sources).unwrap()
    };
    let text = printed("");
    assert!(text.contains("# profile = \"memory\"") && text.contains("# loopback_origins = true"), "{text}");
    let durable = text.replace("port = ", "data = \"carts\"\nport = ");
    let server = Config::from_toml(&durable).unwrap().server;
    assert_eq!((server.profile, server.loopback_origins), (Profile::Durable, false));
    let said = printed("[server]\nloopback_origins = false");
    assert!(said.contains("\nloopback_origins = false"), "{said}");
}

#[test]
fn peers_that_can_never_be_or_must_not_be_are_refused() {
    for origin in
        ["null", "*", "https://", "shop.example", "https://shop.example/", "https://me@shop.example"]
    {
        let text = format!("[server]\norigins = [\"{origin}\"]");
        let error = Config::from_toml(&text).unwrap_err().to_string();
        assert!(error.contains("server.origins") && error.contains(origin), "{error}");
    }
    assert!(Config::from_toml("[server]\norigins = [\"https://shop.example:8443\"]").is_ok());
    for host in ["http://till", "till/x", "", "me@till"] {
        let error = Config::from_toml(&format!("[server]\nhosts = [\"{host}\"]")).unwrap_err().to_string();
        assert!(error.contains("server.hosts"), "{error}");
    }
    assert!(Config::from_toml("[server]\nhosts = [\"till.local\", \"till.local:80\"]").is_ok());
}

#[track_caller]
fn refused(sources: &Sources, expected: &[&str]) {
    let message = Config::load(sources).unwrap_err().to_string();
    for part in expected {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
    assert!(!message.contains('\n'), "{message:?}");
}

#[test]
fn an_unknown_or_invalid_setting_is_named_with_its_source() {
    jailed(|jail| {
        let file = sources(Flags::default(), Some("trolley.toml"));
        jail.create_file("trolley.toml", "[server]\nprot = 1").unwrap();
        refused(&file, &["prot", "trolley.toml"]);
        jail.create_file("trolley.toml", "[server]\nport = 65536").unwrap();
        refused(&file, &["server.port", "65536", "trolley.toml"]);
        jail.create_file("trolley.toml", "[serevr]\nport = 1").unwrap();
        refused(&file, &["serevr", "trolley.toml"]);
        jail.create_file("trolley.toml", "server = ").unwrap();
        refused(&file, &["trolley.toml"]);
        fs::remove_file("trolley.toml").unwrap();
        refused(&file, &["trolley.toml", "cannot be read"]);
        let environment = sources(Flags::default(), None);
        jail.set_env("TROLLEY_PORT", "x");
        refused(&environment, &["server.port", "TROLLEY_PORT"]);
        jail.set_env("TROLLEY_PORT", "1");
        jail.set_env("TROLLEY_PROT", "1");
        refused(&environment, &["server.prot", "TROLLEY_PROT", "none of host, port"]);
        jail.clear_env();
        jail.set_env("TROLLEY_SDS_SHOP_NO_SUCH", "1");
        refused(&environment, &["sds_shop.no_such", "TROLLEY_SDS_SHOP_NO_SUCH"]);
    });
}

#[test]
fn settings_that_do_not_go_together_are_refused() {
    let flags = |flags| Sources { flags, ..Sources::default() };
    refused(&flags(with_data(Some(Profile::Memory))), &["memory", "--data carts"]);
    for (profile, name) in [(Profile::Durable, "durable"), (Profile::Fast, "fast")] {
        let without = Flags { profile: Some(profile), ..Flags::default() };
        refused(&flags(without), &[name, "--data FILE"]);
    }
    let remote = Flags { host: Some("0.0.0.0".parse().unwrap()), ..Flags::default() };
    refused(&flags(remote), &["0.0.0.0", "127.0.0.1"]);
}
