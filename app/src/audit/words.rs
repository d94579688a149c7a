//! What a row of the trail says in words. A new deed needs its sentence here, in `deed`, and in
//! `audit.ftl`; the compiler asks for it.

use domain::audit::Deed;
use domain::permission::Post;
use domain::privacy::Reason;
use domain::report::State;
use serde_json::Value;
use text::{Lang, audit as words, common};

use crate::account::post_word;
use crate::parts::state_word;
use crate::privacy::reason_word;

/// The sentence of a deed (rule P25). No `_` arm: a deed without a sentence does not compile.
#[must_use]
pub fn deed(lang: Lang, deed: Deed) -> &'static str {
    match deed {
        Deed::ReportEntered => words::deed_report_entered(lang),
        Deed::ReportHandled => words::deed_report_handled(lang),
        Deed::ReportPublished => words::deed_report_published(lang),
        Deed::NoticePublished => words::deed_notice_published(lang),
        Deed::NoticeEdited => words::deed_notice_edited(lang),
        Deed::NoticeWithdrawn => words::deed_notice_withdrawn(lang),
        Deed::NoticeRestored => words::deed_notice_restored(lang),
        Deed::CategorySaved => words::deed_category_saved(lang),
        Deed::PostGiven => words::deed_post_given(lang),
        Deed::PostChanged => words::deed_post_changed(lang),
        Deed::PostEnded => words::deed_post_ended(lang),
        Deed::PersonAdded => words::deed_person_added(lang),
        Deed::AssistReported => words::deed_assist_reported(lang),
        Deed::EstateGenerated => words::deed_estate_generated(lang),
        Deed::EstateImported => words::deed_estate_imported(lang),
        Deed::EstateExported => words::deed_estate_exported(lang),
        Deed::BuildingChanged => words::deed_building_changed(lang),
        Deed::HouseholdAdded => words::deed_household_added(lang),
        Deed::HouseholdClosed => words::deed_household_closed(lang),
        Deed::HouseholdHub => words::deed_household_hub(lang),
        Deed::NodeAdded => words::deed_node_added(lang),
        Deed::NodeChanged => words::deed_node_changed(lang),
        Deed::NodeMoved => words::deed_node_moved(lang),
        Deed::NodeClosed => words::deed_node_closed(lang),
        Deed::ServiceOrgSaved => words::deed_service_org_saved(lang),
        Deed::ContactSaved => words::deed_contact_saved(lang),
        Deed::AreaSaved => words::deed_area_saved(lang),
        Deed::PlanPlaced => words::deed_plan_placed(lang),
        Deed::PatrolWritten => words::deed_patrol_written(lang),
        Deed::PatrolPublished => words::deed_patrol_published(lang),
        Deed::PatrolChanged => words::deed_patrol_changed(lang),
        Deed::PatrolCancelled => words::deed_patrol_cancelled(lang),
        Deed::PatrolEntered => words::deed_patrol_entered(lang),
        Deed::PatrolDecided => words::deed_patrol_decided(lang),
        Deed::PatrolReleased => words::deed_patrol_released(lang),
        Deed::PatrolExcused => words::deed_patrol_excused(lang),
        Deed::PatrolAttended => words::deed_patrol_attended(lang),
        Deed::PatrolClosed => words::deed_patrol_closed(lang),
        Deed::PatrolCalled => words::deed_patrol_called(lang),
        Deed::PatrolImported => words::deed_patrol_imported(lang),
        Deed::PatrolExported => words::deed_patrol_exported(lang),
        Deed::PatrolTemplateSaved => words::deed_patrol_template_saved(lang),
        Deed::PatrolTemplateEnded => words::deed_patrol_template_ended(lang),
        Deed::PatrolKindSaved => words::deed_patrol_kind_saved(lang),
        Deed::PatrolRouteSaved => words::deed_patrol_route_saved(lang),
        Deed::PatrolSettingSaved => words::deed_patrol_setting_saved(lang),
        Deed::PatrolSkillGiven => words::deed_patrol_skill_given(lang),
        Deed::PatrolSkillTaken => words::deed_patrol_skill_taken(lang),
        Deed::CalendarDaySaved => words::deed_calendar_day_saved(lang),
        Deed::HoursClaimed => words::deed_hours_claimed(lang),
        Deed::HoursDecided => words::deed_hours_decided(lang),
        Deed::HoursCorrected => words::deed_hours_corrected(lang),
        Deed::HoursExported => words::deed_hours_exported(lang),
        Deed::CertificateIssued => words::deed_certificate_issued(lang),
        Deed::CertificateRevoked => words::deed_certificate_revoked(lang),
        Deed::AssistPatrolled => words::deed_assist_patrolled(lang),
        Deed::ResidentCalled => words::deed_resident_called(lang),
        Deed::StaffEntered => words::deed_staff_entered(lang),
        Deed::AuditShown => words::deed_audit_shown(lang),
        Deed::TelephoneShown => words::deed_telephone_shown(lang),
        Deed::CallbackShown => words::deed_callback_shown(lang),
        Deed::ConsentGiven => words::deed_consent_given(lang),
        Deed::ConsentWithdrawn => words::deed_consent_withdrawn(lang),
        Deed::PersonErased => words::deed_person_erased(lang),
        Deed::ReviewSettled => words::deed_review_settled(lang),
        Deed::HouseholdMovedIn => words::deed_household_moved_in(lang),
        Deed::HouseholdMovedOut => words::deed_household_moved_out(lang),
        Deed::HouseholdCodesPrinted => words::deed_household_codes_printed(lang),
        Deed::HouseholdCodeEnded => words::deed_household_code_ended(lang),
        Deed::CardPrinted => words::deed_card_printed(lang),
        Deed::CardBlocked => words::deed_card_blocked(lang),
        Deed::JoinApproved => words::deed_join_approved(lang),
        Deed::JoinDeclined => words::deed_join_declined(lang),
        Deed::RetentionRan => words::deed_retention_ran(lang),
        Deed::AccountSlipMade => words::deed_account_slip_made(lang),
        Deed::AccountReset => words::deed_account_reset(lang),
        Deed::AccountResetByMail => words::deed_account_reset_by_mail(lang),
        Deed::AccountSmsOn => words::deed_account_sms_on(lang),
        Deed::AccountSmsOff => words::deed_account_sms_off(lang),
        Deed::AccountPasswordChanged => words::deed_account_password_changed(lang),
        Deed::AccountSecondFactorSet => words::deed_account_second_factor_set(lang),
        Deed::AccountCodesRenewed => words::deed_account_codes_renewed(lang),
        Deed::AccountSecondFactorTaken => words::deed_account_second_factor_taken(lang),
        Deed::AccountBlocked => words::deed_account_blocked(lang),
        Deed::AccountUnblocked => words::deed_account_unblocked(lang),
        Deed::AccountWaitLifted => words::deed_account_wait_lifted(lang),
    }
}

/// Before → after, a line for each thing that is not the same on both sides.
#[must_use]
pub fn changes(lang: Lang, was: &Value, became: &Value) -> Vec<String> {
    let none = serde_json::Map::new();
    let was = was.as_object().unwrap_or(&none);
    let became = became.as_object().unwrap_or(&none);
    let mut keys: Vec<_> = was.keys().chain(became.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let said = |value: Option<&Value>| {
                value
                    .filter(|value| !value.is_null())
                    .map(|value| said(lang, key, value))
            };
            let name = key_word(lang, key);
            match (said(was.get(key)), said(became.get(key))) {
                (Some(was), Some(became)) if was == became => None,
                (Some(was), Some(became)) => Some(words::became(lang, became, name, was)),
                (Some(was), None) if became.contains_key(key) => {
                    Some(words::became(lang, words::nothing(lang), name, was))
                }
                (Some(was), None) => Some(words::only_was(lang, name, was)),
                (None, Some(became)) => Some(words::only_became(lang, became, name)),
                (None, None) => None,
            }
        })
        .collect()
}

/// The name of a thing that changed; the record's own name where there is no word yet.
fn key_word(lang: Lang, key: &str) -> String {
    match key {
        "state" => words::key_state(lang),
        "title" => words::key_title(lang),
        "name" => words::key_name(lang),
        "post" => words::key_post(lang),
        "offered" => words::key_offered(lang),
        "visibility" => words::key_visibility(lang),
        "until" => words::key_until(lang),
        "place" => words::key_place(lang),
        "from" => words::key_from(lang),
        "org" => words::key_org(lang),
        "action" => words::key_action(lang),
        "source" => words::key_source(lang),
        "number" => words::key_number(lang),
        "telephone" => words::key_telephone(lang),
        "hours" => words::key_hours(lang),
        "closed" => words::key_closed(lang),
        "reason" => words::key_reason(lang),
        other => other,
    }
    .to_owned()
}

fn said(lang: Lang, key: &str, value: &Value) -> String {
    match value {
        Value::Bool(true) => common::yes(lang).to_owned(),
        Value::Bool(false) => common::no(lang).to_owned(),
        Value::String(text) => match key {
            "state" => State::parse(text).map(|state| state_word(lang, state).to_owned()),
            "post" => Post::parse(text).map(|post| post_word(lang, post).to_owned()),
            "reason" => Reason::parse(text).map(|reason| reason_word(lang, reason).to_owned()),
            _ => None,
        }
        .unwrap_or_else(|| text.clone()),
        Value::Array(values) => {
            let values: Vec<_> = values.iter().map(|value| said(lang, key, value)).collect();
            values.join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn p25_before_and_after_are_told_in_words() {
        let told = changes(
            Lang::Zh,
            &json!({ "state": "reported", "title": "停水", "org": 3 }),
            &json!({ "state": "accepted", "title": "停水", "org": null, "offered": true }),
        );
        assert_eq!(
            told,
            ["居民可选：是", "单位：3 → 没有", "状态：已提交 → 已受理"]
        );
    }

    #[test]
    fn p25_every_deed_has_a_sentence_of_its_own_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let mut sentences: Vec<_> = Deed::ALL
                .into_iter()
                .map(|known| deed(lang, known))
                .collect();
            sentences.sort_unstable();
            sentences.dedup();
            assert_eq!(sentences.len(), Deed::ALL.len());
        }
    }
}
