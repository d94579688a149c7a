//! Random sequences of what people do against a simple model: database and model agree after every
//! step, on both engines (rules V1–V8).

use backend::context::Context;
use backend::patrol::shift::{self as shifts, Edited};
use backend::patrol::sign_up::{self, Answer, Left, Wish};
use backend::{Error, jobs, patrol, sql};
use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::instant::Instant;
use domain::patrol::Role;
use domain::patrol::shift::Draft;
use domain::patrol::sign_up::State;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::race::crowd;
use super::{draft, person, staff, v01_v02_v03_hold_everywhere};
use crate::story::{self, BEGINNING, World, local};

const PEOPLE: usize = 5;
const SHIFTS: usize = 3;
const HOUR: i64 = 3_600_000;
/// Shifts begin at one of so many hours from the third day on, so that they often overlap.
const SLOTS: i64 = 8;

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Step {
    SignUp {
        who: usize,
        on: usize,
    },
    Leave {
        who: usize,
        on: usize,
    },
    Stay {
        who: usize,
        on: usize,
    },
    Answer {
        who: usize,
        on: usize,
        yes: bool,
    },
    StandIn {
        who: usize,
        whom: usize,
        on: usize,
    },
    Places {
        on: usize,
        many: i64,
    },
    Move {
        on: usize,
        slot: i64,
    },
    Wait {
        hours: i64,
    },
    /// The job runs.
    Settle,
}

fn step() -> impl Strategy<Value = Step> {
    let (who, on) = (0..PEOPLE, 0..SHIFTS);
    prop_oneof![
        8 => (who.clone(), on.clone()).prop_map(|(who, on)| Step::SignUp { who, on }),
        4 => (who.clone(), on.clone()).prop_map(|(who, on)| Step::Leave { who, on }),
        1 => (who.clone(), on.clone()).prop_map(|(who, on)| Step::Stay { who, on }),
        3 => (who.clone(), on.clone(), any::<bool>())
            .prop_map(|(who, on, yes)| Step::Answer { who, on, yes }),
        4 => (who.clone(), who, on.clone())
            .prop_map(|(who, whom, on)| Step::StandIn { who, whom, on }),
        2 => (on.clone(), 0..4_i64).prop_map(|(on, many)| Step::Places { on, many }),
        2 => (on, 0..SLOTS).prop_map(|(on, slot)| Step::Move { on, slot }),
        3 => (1..14_i64).prop_map(|hours| Step::Wait { hours }),
        1 => Just(Step::Settle),
    ]
}

/// A sign-up, as the model sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Up {
    who: usize,
    state: State,
    seq: i64,
    until: Option<i64>,
}

/// A shift, as the model sees it: two hours long.
#[derive(Debug, Clone)]
struct Shift {
    starts: i64,
    deadline: i64,
    many: i64,
    last: i64,
    /// In the order of their turn; whoever is gone is gone.
    ups: Vec<Up>,
}

impl Shift {
    fn held(&self) -> i64 {
        i64::try_from(self.ups.iter().filter(|up| up.state.holds()).count()).unwrap()
    }

    fn up(&mut self, who: usize) -> Option<&mut Up> {
        self.ups.iter_mut().find(|up| up.who == who)
    }

    fn state(&self, who: usize) -> Option<State> {
        self.ups.iter().find(|up| up.who == who).map(|up| up.state)
    }

    fn remove(&mut self, who: usize) {
        self.ups.retain(|up| up.who != who);
    }
}

/// The whole of what the rules say, without a database.
#[derive(Debug, Clone)]
struct Model {
    now: i64,
    shifts: Vec<Shift>,
}

impl Model {
    fn is_busy(&self, who: usize, on: usize) -> bool {
        let starts = self.shifts[on].starts;
        self.shifts.iter().enumerate().any(|(other, shift)| {
            other != on
                && shift.state(who).is_some_and(State::holds)
                && (shift.starts - starts).abs() < 2 * HOUR
        })
    }

    fn has_begun(&self, on: usize) -> bool {
        self.shifts[on].starts <= self.now
    }

    fn fill(&mut self, on: usize) {
        if self.has_begun(on) {
            return;
        }
        for at in 0..self.shifts[on].ups.len() {
            let shift = &self.shifts[on];
            let up = &shift.ups[at];
            let is_full = shift.held() >= shift.many;
            if up.state != State::Waitlisted || is_full || self.is_busy(up.who, on) {
                continue;
            }
            let (now, starts, deadline) = (self.now, shift.starts, shift.deadline);
            let up = &mut self.shifts[on].ups[at];
            if now <= deadline {
                up.state = State::Confirmed;
            } else {
                up.state = State::Offered;
                up.until = Some((now + 12 * HOUR).min(starts));
            }
        }
    }

    fn join(&mut self, who: usize, on: usize, state: State) {
        let shift = &mut self.shifts[on];
        shift.last += 1;
        let seq = shift.last;
        shift.ups.push(Up {
            who,
            state,
            seq,
            until: None,
        });
    }

    fn settle(&mut self) {
        for on in 0..self.shifts.len() {
            if self.has_begun(on) {
                continue;
            }
            let now = self.now;
            let over = |up: &Up| up.state == State::Offered && up.until.is_some_and(|at| at <= now);
            self.shifts[on].ups.retain(|up| !over(up));
            self.fill(on);
        }
    }
}

/// One sequence: the model, the shifts and people that stand for it, and a count for keys.
struct Run<'w> {
    world: &'w World,
    staff: &'w Context,
    people: &'w [Context],
    ids: Vec<PatrolShiftId>,
    model: Model,
    keys: String,
    done: usize,
}

impl Run<'_> {
    fn now(&self) -> Instant {
        Instant::from_millis(self.model.now)
    }

    fn ctx(&self, who: usize) -> Context {
        Context {
            now: self.now(),
            ..self.people[who].clone()
        }
    }

    fn staff(&self) -> Context {
        Context {
            now: self.now(),
            ..self.staff.clone()
        }
    }

    fn key(&mut self) -> String {
        self.done += 1;
        format!("{}-{}", self.keys, self.done)
    }

    async fn form(&mut self, on: usize, starts: i64, many: i64) -> Draft {
        let key = self.key();
        let zone = &self.world.ctx(None).await.community.zone;
        let clock = |at: i64| {
            let civil = zone.civil(Instant::from_millis(at));
            format!("{:02}:{:02}", civil.hour(), civil.minute())
        };
        let day = zone.date_of(Instant::from_millis(starts)).to_string();
        let mut form = draft(&self.staff(), &key, &day, many).await;
        form.body.starts = clock(starts);
        form.body.ends = clock(starts + 2 * HOUR);
        form.body.title = format!("第{on}班");
        form
    }

    /// Somebody's newest sign-up on a shift, cancelled or not.
    async fn newest(&self, who: usize, on: usize) -> Option<PatrolSignUpId> {
        let mut read = self.world.stores.db.read().await.unwrap();
        sql!(
            &mut read,
            optional as (i64,),
            "select id from patrol_sign_up where shift_id = $1 and person_id = $2
             order by id desc limit 1",
            self.ids[on].get(),
            person(&self.people[who]).get(),
        )
        .unwrap()
        .map(|(id,)| PatrolSignUpId::new(id))
    }

    async fn take(&mut self, step: &Step) {
        match *step {
            Step::SignUp { who, on } => self.sign_up(who, on).await,
            Step::Leave { who, on } => self.leave(who, on).await,
            Step::Stay { who, on } => self.stay(who, on).await,
            Step::Answer { who, on, yes } => self.answer(who, on, yes).await,
            Step::StandIn { who, whom, on } => self.stand_in(who, whom, on).await,
            Step::Places { on, many } => {
                let starts = self.model.shifts[on].starts;
                self.edit(on, starts, many).await;
            }
            Step::Move { on, slot } => {
                let starts = first() + slot * HOUR;
                let many = self.model.shifts[on].many;
                self.edit(on, starts, many).await;
            }
            Step::Wait { hours } => {
                self.model.now += hours * HOUR;
                self.world.at(self.now());
            }
            Step::Settle => {
                let done = jobs::run_due(&self.world.stores, self.now()).await.unwrap();
                assert!(done.failed.is_empty(), "{:?}", done.failed);
                self.model.settle();
            }
        }
    }

    async fn sign_up(&mut self, who: usize, on: usize) {
        let wish = Wish {
            request_key: self.key(),
            ..Wish::default()
        };
        let said = sign_up::sign_up(&self.ctx(who), self.ids[on], wish)
            .await
            .unwrap();
        let known = self.model.shifts[on].state(who);
        let is_refused = self.model.has_begun(on)
            || self.model.shifts[on].many == 0
            || self.model.is_busy(who, on);
        if known.is_none() && !is_refused {
            let waits = |up: &Up| up.state == State::Waitlisted;
            if self.model.shifts[on].ups.iter().any(waits) {
                self.model.fill(on);
            }
            let shift = &self.model.shifts[on];
            let state = if shift.held() < shift.many {
                State::Confirmed
            } else {
                State::Waitlisted
            };
            self.model.join(who, on, state);
        }
        match said {
            Answer::SignedUp(made) => {
                assert_eq!(Some(made.state), self.model.shifts[on].state(who));
            }
            Answer::Refused { nearest, .. } => {
                assert!(known.is_none() && is_refused);
                assert_ne!(nearest, Some(self.ids[on]), "v05: another one");
            }
        }
    }

    async fn leave(&mut self, who: usize, on: usize) {
        let Some(id) = self.newest(who, on).await else {
            return;
        };
        let left = sign_up::leave(&self.ctx(who), id).await;
        let is_late = self.model.now > self.model.shifts[on].deadline;
        let begun = self.model.has_begun(on);
        match self.model.shifts[on].state(who) {
            None => assert_eq!(left.unwrap(), Left::Freed, "it was left before"),
            Some(State::Seeking) => assert_eq!(left.unwrap(), Left::Seeking),
            Some(_) if begun => assert!(matches!(left, Err(Error::Changed))),
            Some(State::Confirmed) if is_late => {
                assert_eq!(left.unwrap(), Left::Seeking);
                self.model.shifts[on].up(who).unwrap().state = State::Seeking;
            }
            Some(_) => {
                assert_eq!(left.unwrap(), Left::Freed);
                self.model.shifts[on].remove(who);
                self.model.fill(on);
            }
        }
    }

    async fn stay(&mut self, who: usize, on: usize) {
        let Some(id) = self.newest(who, on).await else {
            return;
        };
        let stayed = sign_up::stay(&self.ctx(who), id).await;
        match self.model.shifts[on].state(who) {
            Some(State::Confirmed) => stayed.unwrap(),
            Some(State::Seeking) => {
                stayed.unwrap();
                self.model.shifts[on].up(who).unwrap().state = State::Confirmed;
            }
            _ => assert!(matches!(stayed, Err(Error::Changed))),
        }
    }

    async fn answer(&mut self, who: usize, on: usize, yes: bool) {
        let Some(id) = self.newest(who, on).await else {
            return;
        };
        let answered = sign_up::answer_offer(&self.ctx(who), id, yes).await;
        let now = self.model.now;
        let up = self.model.shifts[on].up(who);
        match up {
            None if !yes => answered.unwrap(),
            Some(up) if up.state == State::Offered => {
                let is_over = up.until.is_some_and(|at| at <= now);
                match (yes, is_over) {
                    (true, true) => assert!(matches!(answered, Err(Error::Changed))),
                    (true, false) => {
                        answered.unwrap();
                        up.state = State::Confirmed;
                        up.until = None;
                    }
                    (false, _) => {
                        answered.unwrap();
                        self.model.shifts[on].remove(who);
                        self.model.fill(on);
                    }
                }
            }
            Some(up) if yes && up.state == State::Confirmed => answered.unwrap(),
            _ => assert!(matches!(answered, Err(Error::Changed))),
        }
    }

    async fn stand_in(&mut self, who: usize, whom: usize, on: usize) {
        let Some(id) = self.newest(whom, on).await else {
            return;
        };
        let key = self.key();
        let said = sign_up::stand_in(&self.ctx(who), id, &key).await;
        let seeks = self.model.shifts[on].state(whom) == Some(State::Seeking);
        let holds = self.model.shifts[on].state(who).is_some_and(State::holds);
        if !seeks || holds {
            assert!(matches!(said, Err(Error::Changed)), "{said:?}");
        } else if self.model.has_begun(on) || self.model.is_busy(who, on) {
            assert!(matches!(said, Ok(Answer::Refused { .. })), "{said:?}");
        } else {
            assert!(matches!(said, Ok(Answer::SignedUp(_))), "{said:?}");
            self.model.shifts[on].remove(whom);
            match self.model.shifts[on].up(who) {
                Some(up) => up.state = State::Confirmed,
                None => self.model.join(who, on, State::Confirmed),
            }
        }
    }

    /// Changes time or places and agrees to whatever it costs.
    async fn edit(&mut self, on: usize, starts: i64, many: i64) {
        let form = self.form(on, starts, many).await;
        let staff = self.staff();
        let version = patrol::find(&staff, self.ids[on]).await.unwrap().version;
        let mut agreed = Vec::new();
        loop {
            let edited = shifts::edit(&staff, self.ids[on], version, form.clone(), &agreed).await;
            match edited {
                Ok(Edited::Done) => break,
                Ok(Edited::Asks(effects)) => {
                    assert!(agreed.is_empty(), "it is asked once");
                    agreed = effects.who().collect();
                }
                // A day that is over takes no shift any more.
                Err(Error::Invalid(_)) => return,
                Err(error) => panic!("{error:?}"),
            }
        }
        let now = self.model.now;
        let moves = self.model.shifts[on].starts != starts;
        self.model.shifts[on].starts = starts;
        self.model.shifts[on].many = many;
        if moves {
            let to_think = (now + 24 * HOUR).min(starts);
            self.model.shifts[on].deadline = (starts - 24 * HOUR).max(to_think);
            for who in 0..PEOPLE {
                let holds = self.model.shifts[on].state(who).is_some_and(State::holds);
                if holds && self.model.is_busy(who, on) {
                    self.model.shifts[on].remove(who);
                }
            }
        }
        let mut over = self.model.shifts[on].held() - many;
        for up in self.model.shifts[on].ups.iter_mut().rev() {
            if over > 0 && up.state.holds() {
                up.state = State::Waitlisted;
                up.until = None;
                over -= 1;
            }
        }
        self.model.fill(on);
    }

    async fn agrees(&self, step: &Step) {
        for (on, id) in self.ids.iter().enumerate() {
            let mut read = self.world.stores.db.read().await.unwrap();
            let rows = sql!(
                &mut read,
                all as (i64, String, i64),
                "select person_id, state, seq from patrol_sign_up
                 where shift_id = $1 and is_active = 1 order by seq",
                id.get(),
            )
            .unwrap();
            drop(read);
            let name = |who: usize| person(&self.people[who]).get();
            let mut wanted: Vec<_> = self.model.shifts[on]
                .ups
                .iter()
                .map(|up| (name(up.who), up.state.as_str().to_owned(), up.seq))
                .collect();
            wanted.sort_unstable_by_key(|(_, _, seq)| *seq);
            assert_eq!(rows, wanted, "shift {on} after {step:?}");
            let kept = patrol::find(&self.staff(), *id).await.unwrap();
            let shift = &self.model.shifts[on];
            let places = kept.places_of(Role::Member);
            assert_eq!((places.taken, places.capacity), (shift.held(), shift.many));
            assert_eq!(
                kept.deadline.millis(),
                shift.deadline,
                "shift {on} after {step:?}"
            );
        }
    }
}

/// When the first slot begins.
fn first() -> i64 {
    local("2026-03-12T10:00").millis()
}

async fn run(world: &World, staff: &Context, people: &[Context], nth: usize, steps: &[Step]) {
    world.at(local(BEGINNING));
    let mut run = Run {
        world,
        staff,
        people,
        ids: Vec::new(),
        model: Model {
            now: world.now().millis(),
            shifts: Vec::new(),
        },
        keys: format!("model-{nth:04}"),
        done: 0,
    };
    for (on, many) in [1, 2, 3].into_iter().enumerate() {
        let starts = first() + i64::try_from(on).unwrap() * HOUR;
        let form = run.form(on, starts, many).await;
        run.ids
            .push(shifts::write(&run.staff(), form).await.unwrap());
        run.model.shifts.push(Shift {
            starts,
            deadline: starts - 24 * HOUR,
            many,
            last: 0,
            ups: Vec::new(),
        });
    }
    for step in steps {
        run.take(step).await;
        run.agrees(step).await;
    }
    // Out of the way of the next sequence.
    for id in &run.ids {
        shifts::cancel(&run.staff(), *id, "完").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v01_v02_v03_v06_v07_v08_random_sequences_agree_with_a_simple_model() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let people = crowd(&world, i64::try_from(PEOPLE).unwrap()).await;
        let handle = tokio::runtime::Handle::current();
        let nth = std::cell::Cell::new(0);
        tokio::task::block_in_place(|| {
            let config = Config {
                cases: 32,
                max_shrink_iters: 200,
                failure_persistence: None,
                ..Config::default()
            };
            TestRunner::new(config)
                .run(&proptest::collection::vec(step(), 20..60), |steps| {
                    nth.set(nth.get() + 1);
                    let told = std::panic::AssertUnwindSafe(|| {
                        handle.block_on(run(&world, &staff, &people, nth.get(), &steps));
                    });
                    std::panic::catch_unwind(told)
                        .map_err(|_| TestCaseError::fail("database and model disagree"))
                })
                .unwrap();
        });
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}
