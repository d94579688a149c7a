//! Random sequences of what people do against a simple model: database and model agree after every
//! step, on both engines (rules V1–V8, V12, V14).

mod simple;

use backend::context::Context;
use backend::patrol::attendance::{self, Marked};
use backend::patrol::shift::{self as shifts, Edited};
use backend::patrol::sign_up::{self, Answer, Left, Wish};
use backend::{Error, jobs, patrol, sql};
use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::instant::Instant;
use domain::patrol::Role;
use domain::patrol::attendance::Mark;
use domain::patrol::shift::Draft;
use domain::patrol::sign_up::State;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::race::crowd;
use super::{draft, person, staff, v01_v02_v03_hold_everywhere};
use crate::story::{self, BEGINNING, World, local};
use simple::{Model, Shift, Up};

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
    /// The leader notes something beside a name.
    Mark {
        who: usize,
        on: usize,
        mark: Mark,
    },
    AllCame {
        on: usize,
    },
    Wait {
        hours: i64,
    },
    /// Time goes on until a quarter of an hour before a shift, or after it.
    ToTheShift {
        on: usize,
        end: bool,
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
        2 => (on.clone(), 0..SLOTS).prop_map(|(on, slot)| Step::Move { on, slot }),
        4 => (0..PEOPLE, on.clone(), prop::sample::select(Mark::ALL.as_slice()))
            .prop_map(|(who, on, mark)| Step::Mark { who, on, mark }),
        1 => on.clone().prop_map(|on| Step::AllCame { on }),
        1 => (on, any::<bool>()).prop_map(|(on, end)| Step::ToTheShift { on, end }),
        3 => (1..14_i64).prop_map(|hours| Step::Wait { hours }),
        1 => Just(Step::Settle),
    ]
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
            Step::Mark { who, on, mark } => self.mark(who, on, mark).await,
            Step::AllCame { on } => self.all_came(on).await,
            Step::Wait { hours } => self.wait_until(self.model.now + hours * HOUR),
            Step::ToTheShift { on, end } => {
                let starts = self.model.shifts[on].starts;
                self.wait_until(if end {
                    starts + 2 * HOUR
                } else {
                    starts - HOUR / 4
                });
            }
            Step::Settle => {
                let done = jobs::run_due(&self.world.stores, self.now()).await.unwrap();
                assert!(done.failed.is_empty(), "{:?}", done.failed);
                self.model.settle();
            }
        }
    }

    fn wait_until(&mut self, at: i64) {
        self.model.now = self.model.now.max(at);
        self.world.at(self.now());
    }

    async fn mark(&mut self, who: usize, on: usize, mark: Mark) {
        let Some(id) = self.newest(who, on).await else {
            return;
        };
        let staff = self.staff();
        let list = attendance::list(&staff, self.ids[on]).await.unwrap();
        let mut ups = list.people.iter().map(|attendee| &attendee.sign_up);
        let version = ups.find(|up| up.id == id).map_or(1, |up| up.version);
        let marked = attendance::mark(&staff, id, version, mark).await;
        match self.model.marked(who, on, mark) {
            Some(state) => {
                assert_eq!(marked.unwrap(), Marked::Done);
                let up = self.model.shifts[on].up(who).unwrap();
                let was = std::mem::replace(&mut up.state, state);
                up.until = None;
                if state == State::Excused && was != state {
                    self.model.fill(on);
                }
            }
            None => assert!(!matches!(marked, Ok(Marked::Done)), "{mark:?} went through"),
        }
    }

    async fn all_came(&mut self, on: usize) {
        let came = attendance::all_came(&self.staff(), self.ids[on]).await;
        if !self.model.has_opened(on) {
            assert!(matches!(came, Err(Error::Changed)));
            return;
        }
        let mut ticked = 0;
        for up in &mut self.model.shifts[on].ups {
            if matches!(up.state, State::Confirmed | State::Seeking) {
                up.state = State::CheckedIn;
                ticked += 1;
            }
        }
        assert_eq!(came.unwrap(), ticked, "v12: pressed twice is once");
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
            Some(State::CheckedIn) => assert!(matches!(left, Err(Error::Changed))),
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
                Err(Error::Invalid(_)) => {
                    assert!(self.cannot_be(on, starts, many), "refused for nothing");
                    return;
                }
                Err(error) => panic!("{error:?}"),
            }
        }
        assert!(!self.cannot_be(on, starts, many), "it had to be refused");
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
            let is_there = matches!(up.state, State::CheckedIn | State::NoShow);
            if over > 0 && up.state.holds() && !is_there {
                up.state = State::Waitlisted;
                up.until = None;
                over -= 1;
            }
        }
        self.model.fill(on);
    }

    /// Whether a change is refused: a day that is over takes no shift any more, and whoever was
    /// ticked off loses no place and is not in two at once.
    fn cannot_be(&self, on: usize, starts: i64, many: i64) -> bool {
        let zone = &self.staff.community.zone;
        let day = |at: i64| zone.date_of(Instant::from_millis(at));
        let mut other = self.model.clone();
        let shift = &mut other.shifts[on];
        let is_past = day(starts) < day(self.model.now) && day(starts) != day(shift.starts);
        let moves = shift.starts != starts;
        shift.starts = starts;
        shift
            .ups
            .retain(|up| matches!(up.state, State::CheckedIn | State::NoShow));
        let stay: Vec<_> = shift.ups.iter().map(|up| up.who).collect();
        let lose = i64::try_from(stay.len()).unwrap() > many;
        is_past || lose || (moves && stay.iter().any(|who| other.is_busy(*who, on)))
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
    // What a sequence left behind that did not come to its end.
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update patrol_shift set state = 'cancelled' where state <> 'cancelled'"
    )
    .unwrap();
    tx.commit().await.unwrap();
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
async fn v01_v02_v03_v06_v07_v08_v12_v14_random_sequences_agree_with_a_simple_model() {
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
