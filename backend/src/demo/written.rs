//! A demo report with its whole way, and what the use cases would have left of it in the tables.

use std::collections::BTreeMap;

use domain::instant::Instant;
use domain::report::{Action, Current, Number, Role, Source, State, Visibility, transition};

use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::photo::Stage;
use crate::report::receipt;
use crate::secret::digest;
use crate::sql;

/// A step as it is planned.
#[derive(Debug, Clone)]
pub struct Step {
    pub at: Instant,
    pub role: Role,
    pub action: Action,
    pub account: Option<i64>,
    /// Whom it is given to, when it is given to somebody.
    pub org: Option<i64>,
    pub words: String,
}

/// A picture whose files are stored already.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: String,
    pub width: i64,
    pub height: i64,
    pub bytes: i64,
}

/// A report with its way.
#[derive(Debug, Clone)]
pub struct Written {
    pub number: Number,
    pub category: i64,
    pub building: Option<i64>,
    pub unit: Option<i64>,
    pub floor: Option<i64>,
    pub area: Option<i64>,
    pub place_words: String,
    pub words: String,
    /// What the public reads once it is accepted.
    pub summary: String,
    pub public_place: String,
    pub source: Source,
    pub reporter: Option<i64>,
    pub entered_by: Option<i64>,
    pub reporter_name: Option<String>,
    pub show_name: bool,
    pub callback: Option<String>,
    /// Staff accepted it but keep it from the public.
    pub private: bool,
    pub reported_at: Instant,
    pub steps: Vec<Step>,
    /// Those of the step [`Stage::After`] came with `Finish` or `CloseOnSpot`.
    pub photos: Vec<(Stage, Kept)>,
}

/// A row of `report`, without its id.
#[derive(Debug, serde::Serialize)]
pub struct Row {
    pub year: i64,
    pub seq: i64,
    pub state: &'static str,
    pub held_from: Option<&'static str>,
    pub merged_from: Option<&'static str>,
    pub visibility: &'static str,
    pub is_public: i64,
    pub is_open: i64,
    pub category_id: i64,
    pub building_id: Option<i64>,
    pub unit_id: Option<i64>,
    pub floor_id: Option<i64>,
    pub area_id: Option<i64>,
    pub place_words: String,
    pub words: String,
    pub public_summary: String,
    pub public_place: String,
    pub source: &'static str,
    pub reporter_id: Option<i64>,
    pub entered_by: Option<i64>,
    pub reporter_name: Option<String>,
    pub show_name: i64,
    pub callback: Option<String>,
    pub lead_org_id: Option<i64>,
    pub finished_by: Option<i64>,
    pub no_photo_reason: String,
    pub appeals: i64,
    pub receipt_hash: String,
    pub reported_at: i64,
    pub accepted_at: Option<i64>,
    pub dispatched_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub updated_at: i64,
    pub version: i64,
}

/// A row of `report_history`.
#[derive(Debug, serde::Serialize)]
pub struct HistoryRow {
    pub report_id: i64,
    pub step: i64,
    pub at: i64,
    pub role: &'static str,
    pub action: &'static str,
    pub from_state: Option<&'static str>,
    pub to_state: &'static str,
    pub account_id: Option<i64>,
    pub org_id: Option<i64>,
    pub words: String,
}

impl Written {
    /// Walks the whole way through the domain's table, as the use cases do one by one. The history
    /// rows carry no report's id yet.
    ///
    /// # Errors
    /// `Unexpected` at a step that the table refuses.
    pub fn walk(&self, ctx: &Context) -> Result<(Row, Vec<HistoryRow>), Error> {
        let mut row = self.first_row(ctx);
        let mut history = vec![self.first_step()];
        let mut current = Current::START;
        for (nth, step) in (2_i64..).zip(&self.steps) {
            let from = current.state;
            current = transition(current, step.role, step.action)
                .map_err(|_| Error::Unexpected("a demo report takes a step that is refused"))?;
            let came_from = row.lead_org_id;
            self.apply(&mut row, step, from, current.state);
            history.push(HistoryRow {
                report_id: 0,
                step: nth,
                at: step.at.millis(),
                role: step.role.as_str(),
                action: step.action.as_str(),
                from_state: Some(from.as_str()),
                to_state: current.state.as_str(),
                account_id: step.account,
                org_id: if step.action == Action::SendBack {
                    came_from
                } else {
                    row.lead_org_id
                },
                words: step.words.clone(),
            });
        }
        row.state = current.state.as_str();
        row.held_from = current.aside_from.held_from.map(State::as_str);
        row.merged_from = current.aside_from.merged_from.map(State::as_str);
        row.is_open = i64::from(current.state.is_open());
        Ok((row, history))
    }

    /// What one step changes beside the state.
    fn apply(&self, row: &mut Row, step: &Step, from: State, to: State) {
        let at = step.at.millis();
        match step.action {
            Action::Accept | Action::CloseOnSpot => {
                row.is_public = i64::from(!self.private);
                if self.private {
                    row.visibility = Visibility::Private.as_str();
                }
                row.public_summary.clone_from(&self.summary);
                row.public_place.clone_from(&self.public_place);
            }
            Action::Dispatch | Action::Reassign => row.lead_org_id = step.org.or(row.lead_org_id),
            Action::SendBack => row.lead_org_id = None,
            Action::Finish => {
                row.finished_by = step.account;
                let shown = self.photos.iter().any(|(stage, _)| *stage == Stage::After);
                row.no_photo_reason = if shown {
                    String::new()
                } else {
                    step.words.clone()
                };
            }
            Action::Appeal => row.appeals += 1,
            Action::Withdraw => row.is_public = 0,
            _ => {}
        }
        if from != to {
            match to {
                State::Accepted => row.accepted_at = Some(at),
                State::Dispatched => row.dispatched_at = Some(at),
                State::PendingCheck => row.finished_at = Some(at),
                State::Closed => row.closed_at = Some(at),
                _ => {}
            }
        }
        if to.is_open() {
            row.closed_at = None;
        }
        row.updated_at = at;
        row.version += 1;
    }

    fn first_row(&self, ctx: &Context) -> Row {
        Row {
            year: i64::from(self.number.year),
            seq: self.number.seq,
            state: State::Reported.as_str(),
            held_from: None,
            merged_from: None,
            visibility: Visibility::Public.as_str(),
            is_public: 0,
            is_open: 1,
            category_id: self.category,
            building_id: self.building,
            unit_id: self.unit,
            floor_id: self.floor,
            area_id: self.area,
            place_words: self.place_words.clone(),
            words: self.words.clone(),
            public_summary: String::new(),
            public_place: String::new(),
            source: self.source.as_str(),
            reporter_id: self.reporter,
            entered_by: self.entered_by,
            reporter_name: self.reporter_name.clone(),
            show_name: i64::from(self.show_name),
            callback: self.callback.clone(),
            lead_org_id: None,
            finished_by: None,
            no_photo_reason: String::new(),
            appeals: 0,
            receipt_hash: digest(&receipt(ctx, self.number).secret),
            reported_at: self.reported_at.millis(),
            accepted_at: None,
            dispatched_at: None,
            finished_at: None,
            closed_at: None,
            updated_at: self.reported_at.millis(),
            version: 1,
        }
    }

    fn first_step(&self) -> HistoryRow {
        let role = if self.source == Source::Web {
            Role::Reporter
        } else {
            Role::Staff
        };
        HistoryRow {
            report_id: 0,
            step: 1,
            at: self.reported_at.millis(),
            role: role.as_str(),
            action: "create",
            from_state: None,
            to_state: State::Reported.as_str(),
            account_id: self.reporter.or(self.entered_by),
            org_id: None,
            words: String::new(),
        }
    }

    /// When its pictures of the repair were taken.
    pub fn repaired_at(&self) -> Instant {
        let repaired = |step: &&Step| matches!(step.action, Action::Finish | Action::CloseOnSpot);
        self.steps
            .iter()
            .rfind(repaired)
            .map_or(self.reported_at, |step| step.at)
    }

    /// The texts that the work list's search looks into.
    pub fn searchable(&self) -> String {
        let mut text = format!("{} {} {}", self.number, self.place_words, self.words);
        for step in &self.steps {
            if step.action == Action::Answer && step.role == Role::Reporter {
                text.push(' ');
                text.push_str(&step.words);
            }
        }
        text
    }
}

/// The last number given in each year.
pub struct Numbers(BTreeMap<i16, i64>);

impl Numbers {
    /// None given yet.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The next one for a report of this instant.
    pub fn next(&mut self, ctx: &Context, at: Instant) -> Number {
        let year = ctx.community.zone.year_of(at);
        let seq = self.0.entry(year).or_insert(0);
        *seq += 1;
        Number { year, seq: *seq }
    }

    /// Notes them where the next report looks.
    pub async fn keep(&self, tx: &mut Tx, ctx: &Context) -> Result<(), Error> {
        for (year, last) in &self.0 {
            sql!(
                tx,
                execute,
                "insert into report_counter (community_id, year, last) values ($1, $2, $3)
                 on conflict (community_id, year) do update set last = excluded.last",
                ctx.community.id.get(),
                i64::from(*year),
                *last,
            )?;
        }
        Ok(())
    }
}
