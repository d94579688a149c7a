//! A report as it is written down for the first time.

use domain::id::{
    AccountId, AreaId, BuildingId, CategoryId, FloorId, PersonId, ServiceOrgId, UnitId,
};
use domain::instant::Instant;
use domain::report::{NewReport, Number, Place, Source, State};

use super::note_of;
use super::sql::Tally;
use crate::assist::Owner;
use crate::context::Context;

/// Everything the first row of a report holds.
#[derive(Clone)]
pub struct Entry {
    /// Its public number.
    pub number: Number,
    /// What it is about.
    pub category: CategoryId,
    /// Where, when it is at a building.
    pub building: Option<BuildingId>,
    /// Its unit.
    pub unit: Option<UnitId>,
    /// Its floor.
    pub floor: Option<FloorId>,
    /// Where, when it is outside.
    pub area: Option<AreaId>,
    /// The place in words, or a note beside it.
    pub place_words: String,
    /// What the reporter wrote.
    pub words: String,
    /// How it came.
    pub source: Source,
    /// The reporter's account, when signed in.
    pub reporter: Option<AccountId>,
    /// Whose report it is, with or without an account (rule P15).
    pub reporter_person: Option<PersonId>,
    /// Who entered it for somebody else.
    pub entered_by: Option<AccountId>,
    /// What the reporter wants to be called.
    pub reporter_name: Option<String>,
    /// Whether the public may read that name.
    pub show_name: bool,
    /// The number to call back, as dialled.
    pub callback: Option<String>,
    /// Hash of the receipt's secret.
    pub receipt_hash: String,
    /// When it was reported.
    pub reported_at: Instant,
}

impl Entry {
    /// From a checked form.
    #[must_use]
    pub fn new(
        ctx: &Context,
        new: &NewReport,
        number: Number,
        source: Source,
        receipt_hash: String,
    ) -> Self {
        let (building, unit, floor, area) = match &new.place {
            Place::Building {
                building,
                unit,
                floor,
                ..
            } => (Some(*building), *unit, *floor, None),
            Place::Area { area, .. } => (None, None, None, Some(*area)),
            Place::Words(_) => (None, None, None, None),
        };
        let by_web = source == Source::Web;
        Self {
            number,
            category: new.category,
            building,
            unit,
            floor,
            area,
            place_words: note_of(&new.place).to_owned(),
            words: new
                .words
                .as_ref()
                .map_or_else(String::new, |words| words.as_str().to_owned()),
            source,
            reporter: ctx.account().filter(|_| by_web),
            reporter_person: ctx.signed_in().filter(|_| by_web).map(|who| who.person),
            entered_by: ctx.account().filter(|_| !by_web),
            reporter_name: new.name.as_ref().map(|name| name.as_str().to_owned()),
            show_name: new.show_name,
            callback: new.callback.as_ref().map(|number| number.dial().to_owned()),
            receipt_hash,
            reported_at: ctx.now,
        }
    }

    /// The same report of somebody for whom it is filed (rule P15).
    #[must_use]
    pub fn owned_by(self, ctx: &Context, owner: &Owner) -> Self {
        Self {
            reporter: owner.account,
            reporter_person: Some(owner.person),
            entered_by: ctx.account(),
            ..self
        }
    }

    /// The texts that the work list's search looks into.
    #[must_use]
    pub fn searchable(&self) -> String {
        format!("{} {} {}", self.number, self.place_words, self.words)
    }
}

/// Under which heading a new report is counted.
#[must_use]
pub fn tally_of(ctx: &Context, entry: &Entry) -> Tally {
    Tally {
        community: ctx.community.id,
        is_public: false,
        state: State::Reported,
        category: entry.category,
        building: entry.building,
        lead_org: None::<ServiceOrgId>,
    }
}
