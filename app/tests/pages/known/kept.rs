//! What the tables hold, to see that nothing was changed.

use backend::sql;

use crate::story::World;

/// How much the tables hold, and how often it was changed. Photo drafts, sessions and counted
/// sign-ins are left out: strangers may make those.
pub async fn kept(world: &World) -> Vec<(String, i64, i64)> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        all as (String, i64, i64),
        "select 'community', count(*), cast(sum(public_version) as bigint) from community
         union all select 'report', count(*), cast(coalesce(sum(version), 0) as bigint) from report
         union all select 'history', count(*), cast(0 as bigint) from report_history
         union all select 'notice', count(*), cast(coalesce(sum(version), 0) as bigint) from notice
         union all select 'category', count(*), cast(sum(length(name_zh)) as bigint) from category
         union all select 'contact', count(*), cast(coalesce(sum(length(phone)), 0) as bigint)
                   from contact
         union all select 'delivery', count(*),
                   cast(coalesce(sum(case state when 'done' then 1 else 0 end), 0) as bigint)
                   from delivery
         union all select 'photo', count(*), cast(coalesce(sum(is_published), 0) as bigint)
                   from photo where report_id is not null
         union all select 'building', count(*), cast(sum(version) as bigint) from building
         union all select 'hours_entry', count(*), cast(0 as bigint) from hours_entry
         union all select 'hours_claim', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from hours_claim
         union all select 'certificate', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from certificate
         union all select 'patrol_shift', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from patrol_shift
         union all select 'patrol_sign_up', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from patrol_sign_up
         union all select 'patrol_skill', count(*), cast(0 as bigint) from patrol_skill
         union all select 'patrol_call', count(*), cast(0 as bigint) from patrol_call
         union all select 'patrol_template', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from patrol_template
         union all select 'patrol_kind', count(*), cast(sum(length(name_zh)) as bigint)
                   from patrol_kind
         union all select 'patrol_route', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from patrol_route
         union all select 'patrol_setting', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from patrol_setting
         union all select 'calendar_day', count(*), cast(coalesce(sum(length(name)), 0) as bigint)
                   from calendar_day
         union all select 'unit', count(*), cast(0 as bigint) from unit
         union all select 'floor', count(*), cast(0 as bigint) from floor
         union all select 'household', count(*), cast(count(closed_on) as bigint) from household
         union all select 'household_member', count(*), cast(count(until) as bigint)
                   from household_member
         union all select 'household_code', count(*), cast(coalesce(sum(uses), 0) as bigint)
                   from household_code
         union all select 'card', count(*), cast(count(ended_at) as bigint) from card
         union all select 'child', count(*), cast(0 as bigint) from child
         union all select 'join_request', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from join_request
         union all select 'family_invitation', count(*), cast(count(used_at) as bigint)
                   from family_invitation
         union all select 'family_helper', count(*), cast(count(ended_at) as bigint)
                   from family_helper
         union all select 'area', count(*), cast(sum(version) as bigint) from area
         union all select 'org_node', count(*), cast(sum(version) as bigint) from org_node
         union all select 'service_org', count(*), cast(sum(version) as bigint) from service_org
         union all select 'contact', count(*), cast(sum(version) as bigint) from contact
         union all select 'estate_import', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from estate_import
         union all select 'request_key', count(*), cast(0 as bigint) from request_key
         union all select 'person', count(*), cast(coalesce(sum(length(name)), 0) as bigint)
                   from person
         union all select 'account', count(*), cast(0 as bigint) from account
         union all select 'review', count(*), cast(count(settled_at) as bigint) from review
         union all select 'account', count(*), cast(count(blocked_until) as bigint) from account
         union all select 'reset_slip', count(*), cast(count(used_at) as bigint) from reset_slip
         union all select 'consent', count(*), cast(count(withdrawn_at) as bigint) from consent
         union all select 'second_factor', count(*), cast(0 as bigint) from second_factor
         union all select 'audit', count(*), cast(0 as bigint) from audit
                   where deed not in ('estate.exported', 'patrol.exported', 'hours.exported')
         union all select 'post', count(*), cast(coalesce(sum(version), 0) as bigint)
                   from post_holding",
    )
    .unwrap()
}
