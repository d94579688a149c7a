//! Reports by the thousand: plausible, spread over three years, without pictures.

mod phrases;

use domain::instant::Instant;
use domain::report::{Action, Role, Source};

use super::people::People;
use super::place::Estate;
use super::tale::role_of;
use super::written::{Numbers, Step, Written};
use super::{DAY_MILLIS, STORY_DAYS};
use crate::context::Context;
use phrases::{DETAILS, DONE, PHRASES, Phrase, Spot};

const YEARS_MILLIS: i64 = 3 * 365 * DAY_MILLIS;
const HOUR_MILLIS: i64 = 60 * 60 * 1000;
/// People report between seven and ten in the evening.
const FIRST_HOUR: i64 = 7;
const HOURS_AWAKE: i64 = 15;
/// Of a thousand of the newest reports, how many are still open.
const OPEN_OF_NEWEST: u64 = 600;
/// The newest ones are this share of a hundred.
const NEWEST_PERCENT: u64 = 15;

/// What generated reports are about.
pub struct Town<'a> {
    pub estate: &'a Estate,
    pub people: &'a People,
}

impl Town<'_> {
    /// The report at a position among all generated ones; later ones are reported later.
    pub fn report(&self, ctx: &Context, nth: u64, of: u64, numbers: &mut Numbers) -> Written {
        let chance = Chance(ctx);
        let phrase = chance.one_of(PHRASES);
        let reported_at = moment(ctx, nth, of);
        let source = chance.source();
        let mut report = Written {
            number: numbers.next(ctx, reported_at),
            category: self.estate.category(phrase.category),
            building: None,
            unit: None,
            floor: None,
            area: None,
            place_words: String::new(),
            words: format!("{}{}", phrase.words, chance.one_of(DETAILS)),
            summary: phrase.words.to_owned(),
            public_place: String::new(),
            source,
            reporter: (source == Source::Web && chance.hits(20)).then_some(self.people.resident),
            entered_by: (source != Source::Web).then_some(self.people.dispatcher),
            reporter_name: None,
            show_name: false,
            callback: None,
            private: chance.hits(15),
            reported_at,
            steps: Vec::new(),
            photos: Vec::new(),
        };
        self.place(&chance, phrase, &mut report);
        let newest = nth * 100 >= of * (100 - NEWEST_PERCENT);
        let way = chance.way(newest);
        self.walk(&chance, phrase, way, &mut report);
        report
    }

    fn place(&self, chance: &Chance<'_>, phrase: &Phrase, report: &mut Written) {
        match phrase.spot {
            Spot::Outside => report.area = Some(*chance.one_of(&self.estate.areas)),
            Spot::Inside | Spot::Beside => {
                let building = chance.one_of(&self.estate.buildings);
                report.building = Some(building.id);
                if matches!(phrase.spot, Spot::Inside) {
                    report.unit = Some(*chance.one_of(&building.units));
                    report.floor = Some(chance.one_of(&building.floors).1);
                }
            }
        }
    }

    fn walk(&self, chance: &Chance<'_>, phrase: &Phrase, way: &[Action], report: &mut Written) {
        let mut org = match phrase.category {
            "greenery" | "rubbish" | "pet" => self.estate.crew,
            "noise" => self.estate.committee,
            _ => self.estate.property,
        };
        let mut at = report.reported_at;
        for action in way {
            // The clock waits fourteen days; people are quicker.
            let wait = match action {
                Action::Expire => 14 * DAY_MILLIS,
                Action::Dispatch => 60_000,
                Action::Reopen => 3 * DAY_MILLIS,
                _ => HOUR_MILLIS / 2 + chance.below(40 * HOUR_MILLIS),
            };
            at = Instant::from_millis(at.millis() + wait);
            let role = role_of(*action, org == self.estate.property);
            report.steps.push(Step {
                at,
                role,
                action: *action,
                account: match role {
                    Role::Reporter => report.reporter,
                    Role::Staff => Some(self.people.dispatcher),
                    Role::Checker => Some(self.people.admin),
                    Role::Organisation => Some(self.people.property),
                    Role::Clock => None,
                },
                org: (*action == Action::Dispatch).then_some(org),
                words: words(chance, *action).to_owned(),
            });
            if *action == Action::SendBack {
                org = self.estate.crew;
            }
        }
    }
}

/// What is said with a step.
fn words(chance: &Chance<'_>, action: Action) -> &'static str {
    match action {
        Action::Reject => "不在社区管理范围，请拨打 12345。",
        Action::AskInfo => "请补充具体位置。",
        Action::SendBack => "不在本单位服务范围。",
        Action::Hold => "等配件到货。",
        Action::Fail => "还没有完全处理好，请再看一下。",
        Action::Reopen => "又出现了。",
        Action::Merge => "与另一件相同。",
        Action::Finish => chance.one_of::<&'static str>(DONE),
        _ => "",
    }
}

/// When the report at a position came: ascending, by day, and before all hand-written ones.
fn moment(ctx: &Context, nth: u64, of: u64) -> Instant {
    let zone = &ctx.community.zone;
    let today = zone.date_of(ctx.now).first_instant(zone).millis();
    let span = YEARS_MILLIS - STORY_DAYS * DAY_MILLIS;
    let along = i128::from(span) * i128::from(nth) / i128::from(of.max(1));
    let along = i64::try_from(along).unwrap_or(0);
    let (day, within) = (along / DAY_MILLIS, along % DAY_MILLIS);
    let awake = FIRST_HOUR * HOUR_MILLIS + within / 24 * HOURS_AWAKE;
    Instant::from_millis(today - YEARS_MILLIS + day * DAY_MILLIS + awake)
}

/// The installation's randomness, asked for small things.
struct Chance<'a>(&'a Context);

impl Chance<'_> {
    fn below(&self, limit: i64) -> i64 {
        let limit = u64::try_from(limit).unwrap_or(1).max(1);
        i64::try_from(self.0.stores.random.below(limit)).unwrap_or(0)
    }

    fn one_of<'c, T>(&self, choices: &'c [T]) -> &'c T {
        let count = i64::try_from(choices.len()).unwrap_or(1);
        &choices[usize::try_from(self.below(count)).unwrap_or(0)]
    }

    /// True so many times of a thousand.
    fn hits(&self, per_thousand: u64) -> bool {
        self.0.stores.random.below(1000) < per_thousand
    }

    fn source(&self) -> Source {
        match self.below(100) {
            0..70 => Source::Web,
            70..82 => Source::Phone,
            82..90 => Source::WeChat,
            90..94 => Source::Visit,
            94..98 => Source::Patrol,
            _ => Source::Hotline12345,
        }
    }

    /// Which steps are taken: four of five reports are closed, and only new ones are still open.
    fn way(&self, newest: bool) -> &'static [Action] {
        use Action as A;
        if newest && self.hits(OPEN_OF_NEWEST) {
            return match self.below(20) {
                0..5 => &[],
                5..8 => &[A::Accept],
                8..12 => &[A::Accept, A::Dispatch],
                12..16 => &[A::Accept, A::Dispatch, A::Start],
                16..18 => &[A::Accept, A::Dispatch, A::Start, A::Finish],
                18 => &[A::Accept, A::Dispatch, A::SendBack],
                _ => &[A::Accept, A::Dispatch, A::Start, A::Hold],
            };
        }
        match self.below(200) {
            0..90 => &[A::Accept, A::Dispatch, A::Start, A::Finish, A::Confirm],
            90..130 => &[A::Accept, A::Dispatch, A::Finish, A::Confirm],
            130..150 => &[A::Accept, A::Dispatch, A::Finish, A::Solved],
            150..160 => &[
                A::Accept,
                A::Dispatch,
                A::Start,
                A::Finish,
                A::Fail,
                A::Finish,
                A::Confirm,
            ],
            160..168 => &[
                A::Accept,
                A::Dispatch,
                A::SendBack,
                A::Dispatch,
                A::Finish,
                A::Confirm,
            ],
            168..173 => &[
                A::Accept,
                A::Dispatch,
                A::Start,
                A::Hold,
                A::Resume,
                A::Finish,
                A::Confirm,
            ],
            173..176 => &[
                A::Accept,
                A::Dispatch,
                A::Finish,
                A::Confirm,
                A::Reopen,
                A::Start,
                A::Finish,
                A::Confirm,
            ],
            176..179 => &[A::AskInfo, A::Expire],
            179..189 => &[A::Reject],
            189..196 => &[A::Accept, A::Merge],
            _ => &[A::Withdraw],
        }
    }
}
