//! How settings are read, and what is said about wrong ones.

use super::*;

fn read(given: &[(&str, &str)]) -> Result<Config, String> {
    Config::read(
        &given
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect(),
    )
}

fn refusal(given: &[(&str, &str)]) -> String {
    read(given)
        .err()
        .unwrap_or_else(|| panic!("{given:?} was accepted"))
}

/// A file of its own for each test.
fn file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("linli-config-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn without_any_setting_the_defaults_hold() {
    let config = read(&[]).unwrap();
    assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
    assert_eq!(config.database, Location::Sqlite("./data/linli.db".into()));
    assert_eq!(config.photos, Path::new("./data/photos"));
    assert_eq!(config.site_dir, Path::new("target/site"));
    assert!(!config.https() && !config.metrics_public);
    let limits = Limits {
        requests: 12_000,
        posts: 600,
        sign_ins: 300,
    };
    assert_eq!(config.limits, limits, "app's tests of floods count on them");
    assert!(config.public_url.is_none() && config.secret.is_none() && config.icp.is_none());
}

#[test]
fn database_and_photos_follow_the_data_folder_unless_put_elsewhere() {
    let config = read(&[("LINLI_DATA_DIR", "/srv/linli")]).unwrap();
    assert_eq!(
        config.database,
        Location::Sqlite("/srv/linli/linli.db".into())
    );
    assert_eq!(config.photos, Path::new("/srv/linli/photos"));

    let elsewhere = [
        ("LINLI_DATA_DIR", "/srv/linli"),
        ("LINLI_STORAGE_URL", "file:///mnt/photos"),
    ];
    assert_eq!(read(&elsewhere).unwrap().photos, Path::new("/mnt/photos"));
}

#[test]
fn an_empty_value_is_none() {
    let config = read(&[
        ("LINLI_ADDR", ""),
        ("LINLI_SECRET", ""),
        ("LINLI_CONFIG", ""),
    ])
    .unwrap();
    assert_eq!(config.addr.port(), 3000);
    assert!(config.secret.is_none());
}

#[test]
fn the_environment_wins_over_the_file() {
    let path = file(
        "wins.toml",
        "addr = \"0.0.0.0:80\"\nicp = \"京ICP备1号\"\nmetrics_public = true\n",
    );
    let config = read(&[("LINLI_CONFIG", &path), ("LINLI_ADDR", "127.0.0.1:81")]).unwrap();
    assert_eq!(config.addr.to_string(), "127.0.0.1:81");
    assert_eq!(config.icp.as_deref(), Some("京ICP备1号"));
    assert!(config.metrics_public);
    assert!(
        config
            .shown()
            .contains("LINLI_ADDR=127.0.0.1:81  # environment\n")
    );
    assert!(config.shown().contains("LINLI_ICP=京ICP备1号  # file\n"));
}

#[test]
fn a_wrong_value_is_said_in_one_sentence_that_names_it() {
    for (name, value) in [
        ("LINLI_ADDR", "3000"),
        (
            "LINLI_DATABASE_URL",
            "mysql://root:very-secret-word@db/linli",
        ),
        ("LINLI_STORAGE_URL", "s3://bucket"),
        ("LINLI_STORAGE_URL", "file://machine/photos"),
        ("LINLI_STORAGE_URL", "file:"),
        ("LINLI_STORAGE_URL", "file:///a%20b"),
        ("LINLI_PUBLIC_URL", "linli.example.org"),
        ("LINLI_PUBLIC_URL", "ftp://linli.example.org"),
        ("LINLI_PUBLIC_URL", "https://linli.example.org/app"),
        ("LINLI_PUBLIC_URL", "https://linli.example.org?a=b"),
        ("LINLI_PUBLIC_URL", "https://me@linli.example.org"),
        ("LINLI_PUBLIC_URL", "https://"),
        ("LINLI_SECRET", "short-secret"),
        ("LINLI_ICP", "a\nb"),
        ("LINLI_LOG", "info,a=b=c"),
        ("LINLI_METRICS_PUBLIC", "yes"),
        ("LINLI_CONFIG", "/nowhere/linli.toml"),
    ] {
        let sentence = refusal(&[(name, value)]);
        assert!(sentence.starts_with(name), "{sentence}");
        assert!(!sentence.contains('\n'), "{sentence}");
        assert!(
            !sentence.contains("secret-word") && !sentence.contains("short-secret"),
            "{sentence}"
        );
    }
}

#[test]
fn a_wrong_file_is_said_in_one_sentence_with_the_place() {
    for (name, text, says) in [
        ("syntax.toml", "icp = \"1\"\naddr = \n", "line 2"),
        ("unknown.toml", "adr = \"127.0.0.1:3000\"\n", "\"adr\""),
        ("upper.toml", "ADDR = \"127.0.0.1:3000\"\n", "\"ADDR\""),
        ("itself.toml", "config = \"other.toml\"\n", "\"config\""),
        ("list.toml", "addr = [1]\n", "\"addr\""),
        ("value.toml", "addr = 3000\n", "value.toml"),
    ] {
        let sentence = refusal(&[("LINLI_CONFIG", &file(name, text))]);
        assert!(
            sentence.starts_with("LINLI_") && sentence.contains(says),
            "{sentence}"
        );
        assert!(!sentence.contains('\n'), "{sentence}");
    }
}

#[test]
fn a_public_address_is_an_origin_in_lower_case() {
    let config = read(&[("LINLI_PUBLIC_URL", "https://Linli.Example.org/")]).unwrap();
    assert_eq!(
        config.public_url.as_deref(),
        Some("https://linli.example.org")
    );
    assert!(config.https());
    let config = read(&[("LINLI_PUBLIC_URL", "http://[::1]:3000")]).unwrap();
    assert_eq!(config.public_url.as_deref(), Some("http://[::1]:3000"));
    assert!(!config.https());
}

#[test]
fn what_is_shown_hides_secrets() {
    let config = read(&[
        ("LINLI_SECRET", "a-secret-of-some-length"),
        (
            "LINLI_DATABASE_URL",
            "postgres://linli:pass@word/@db.example/linli",
        ),
    ])
    .unwrap();
    assert!(config.shown().contains("LINLI_SECRET=(hidden)"));
    assert!(
        config
            .shown()
            .contains("LINLI_DATABASE_URL=postgres://linli:(hidden)@db.example/linli")
    );
    for hidden in ["some-length", "pass@", "word/"] {
        assert!(!config.shown().contains(hidden), "{hidden}");
    }
    assert_eq!(
        without_password("postgres://db/linli?user=me&password=mine"),
        "postgres://db/linli?(hidden)"
    );
    assert_eq!(
        without_password("sqlite:/srv/linli.db"),
        "sqlite:/srv/linli.db"
    );
}

#[test]
fn a_slip_of_the_pen_is_noticed() {
    let config = read(&[("LINLI_ADRR", "x"), ("LINLI_TEST_POSTGRES_URL", "x")]).unwrap();
    assert_eq!(config.unknown, ["LINLI_ADRR"]);
}

#[test]
fn the_handbook_holds_the_table_of_settings() {
    let handbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/OPERATIONS.md");
    let text = std::fs::read_to_string(handbook).unwrap_or_default();
    assert!(
        text.contains(&table()),
        "docs/OPERATIONS.md must contain what `linli config --table` prints:\n\n{}",
        table()
    );
}

#[test]
fn p08_limits_are_numbers_and_proxies_are_addresses() {
    let off = [
        ("LINLI_LIMIT_REQUESTS", "0"),
        ("LINLI_LIMIT_POSTS", "0"),
        ("LINLI_LIMIT_SIGN_INS", "0"),
    ];
    assert_eq!(read(&off).unwrap().limits, Limits::NONE);
    for (name, bad) in [
        ("LINLI_LIMIT_REQUESTS", "-1"),
        ("LINLI_LIMIT_POSTS", "many"),
        ("LINLI_LIMIT_SIGN_INS", "1000001"),
        ("LINLI_TRUSTED_PROXIES", "proxy.example.org"),
    ] {
        assert!(refusal(&[(name, bad)]).contains(name), "{name}={bad}");
    }
}

#[test]
fn a_mail_server_is_understood_before_anything_runs() {
    let config = read(&[
        ("LINLI_SMTP_URL", "smtp://127.0.0.1:2525"),
        ("LINLI_MAIL_FROM", "Linli <linli@example.org>"),
    ]);
    assert!(config.unwrap().outlets.mail.is_some());
    let alone = refusal(&[("LINLI_SMTP_URL", "smtp://127.0.0.1:2525")]);
    assert!(alone.contains("LINLI_MAIL_FROM"), "{alone}");
}
