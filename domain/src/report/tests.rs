use super::*;

#[test]
fn r17_every_way_a_report_comes_reads_back() {
    for source in Source::ALL {
        assert_eq!(Source::parse(source.as_str()), Some(source));
    }
    assert_eq!(Source::ALL.len(), 6);
    assert_eq!(Source::parse(""), None);
}

#[test]
fn r15_every_visibility_reads_back() {
    for visibility in Visibility::ALL {
        assert_eq!(Visibility::parse(visibility.as_str()), Some(visibility));
    }
    assert_eq!(Visibility::parse("PUBLIC"), None);
}
