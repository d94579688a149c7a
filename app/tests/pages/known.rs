//! One of everything that an address can name, made through the pages themselves, and what the
//! tables hold, to see that nothing was changed.

mod day;
mod hours;
mod joining;
mod kept;
mod made;
mod patrol;
mod place;
mod template;

use axum::http::{Method, StatusCode};
use backend::sql;
use bytes::Bytes;
use domain::permission::Post;

use crate::browser::{Browser, Pages};
use crate::story::World;

use hours::{Served, served};
use joining::{ComingIn, coming_in};
pub use kept::kept;
use made::{
    TextMessage, audit_row, call_to_make, grid, mail_to_confirm, review, slip, text_message,
};

/// The number that must never be seen in public (rule P17).
pub const CANARY: &str = "13900001111";
/// A number given for a duty, which staff dial and nobody else sees (rule P18).
pub const DUTY: &str = "13900007777";
/// The name that its owner did not choose to show.
pub const NAME: &str = "方未具名";
/// What the resident wrote; staff publish something else.
pub const WORDS: &str = "楼道里堆了旧沙发，轮椅过不去。";
/// What staff published.
pub const SUMMARY: &str = "楼道堆物";
/// The title of the notice.
pub const TITLE: &str = "周四停水";

/// What an address of the first community can name.
pub struct Known {
    /// A public report with a photo, dispatched to the property company.
    pub number: String,
    /// Its receipt.
    pub secret: String,
    /// Its photo.
    pub photo: String,
    /// A photo that waits for its form.
    pub draft: String,
    /// A notice that everybody reads.
    pub notice: String,
    /// A link that makes an administrator.
    pub setup: String,
    /// A call that staff are to make.
    pub call: String,
    /// The secret that confirms a mail address.
    pub mail: String,
    /// A text that somebody who was removed may be named in.
    pub review: String,
    /// A row of the audit trail with something personal in it.
    pub audit: String,
    /// A person without an account, whose number is the canary.
    pub person: String,
    /// The post that the person holds: captain of the first building, for some months.
    pub holding: String,
    /// A person with an account.
    pub member: String,
    /// The link of a slip for that account.
    pub slip: String,
    /// A code that was sent.
    pub text: TextMessage,
    /// Hours and a certificate.
    served: Served,
    /// A shift that is over, for the leader's pages.
    evening: day::Evening,
    /// A published shift, with a leader.
    pub shift: String,
    /// The secret of somebody's calendar address.
    pub feed: String,
    /// A template of shifts.
    pub template: String,
    coming: ComingIn,
    building: String,
    category: String,
    grid: String,
    import: String,
}

/// A picture of one colour, as a phone would send it.
pub fn picture(red: u8) -> Bytes {
    let image = image::RgbImage::from_pixel(160, 120, image::Rgb([red, 120, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner().into()
}

/// A resident's form, filled in as most are.
pub fn form(world: &World, key: &str, words: &str) -> Vec<(&'static str, String)> {
    let building = &world.here.buildings[0];
    vec![
        ("request_key", format!("report-{key}")),
        ("category", world.here.categories[0].to_string()),
        ("building", building.id.to_string()),
        ("unit", building.units[1].to_string()),
        ("floor", building.floors[0].to_string()),
        ("words", words.to_owned()),
    ]
}

/// As the browser takes it.
pub fn pairs<'f>(form: &'f [(&'f str, String)]) -> Vec<(&'f str, &'f str)> {
    form.iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

/// Files a report with one picture; its receipt's secret.
pub async fn filed(browser: &mut Browser, form: &[(&str, String)]) -> String {
    let answer = browser
        .post_photos("/reports/new", &pairs(form), &[picture(200)])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer
        .location()
        .strip_prefix("/r/")
        .expect("the way to the receipt")
        .to_owned()
}

/// The number of the report that was filed last.
pub async fn last_number(world: &World) -> String {
    let mut tx = world.write().await;
    let (year, seq) = sql!(
        &mut tx,
        one as (i64, i64),
        "select year, seq from report where community_id = $1 order by id desc limit 1",
        world.here.id.get(),
    )
    .unwrap();
    format!("{year}-{seq:06}")
}

/// Accepts a report as its page proposes, with a public summary and all its photos, and hands it to
/// the property company.
pub async fn accept(world: &World, staff: &mut Browser, number: &str) {
    let path = format!("/admin/reports/{number}");
    let page = staff.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    let mut form = vec![
        ("request_key", page.hidden("request_key")),
        ("version", page.hidden("version")),
        ("action", "accept".to_owned()),
        ("summary", SUMMARY.to_owned()),
        ("org", world.here.property.to_string()),
    ];
    let photos = page.between("name=\"photo\" value=\"", "\"");
    let ticks: Vec<_> = photos
        .iter()
        .map(|photo| format!("publish_{photo}"))
        .collect();
    form.extend(photos.iter().map(|photo| ("photo", photo.clone())));
    form.extend(ticks.iter().map(|tick| (tick.as_str(), "1".to_owned())));
    let answer = staff.post(&path, &pairs(&form)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Writes down a person without an account, whose number is the canary; the id.
pub async fn written_down(staff: &mut Browser, key: &str, name: &str) -> String {
    let key = format!("person-{key}");
    let form = [
        ("request_key", key.as_str()),
        ("name", name),
        ("telephone", CANARY),
    ];
    let answer = staff.post("/admin/people/new", &form).await;
    let id = answer.location().strip_prefix("/admin/people/");
    id.expect("the way to the person").to_owned()
}

impl Known {
    /// Makes one of everything. Staff of the first community sign in as `min` from then on.
    pub async fn make(world: &World, pages: &Pages) -> Self {
        let min = world.account("min", Post::Staff).await;
        world.account("lin", Post::Admin).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let mut resident = pages.browser(&world.here);

        let mut report = form(world, "known-one", WORDS);
        report.extend([("callback", CANARY.to_owned()), ("name", NAME.to_owned())]);
        let secret = filed(&mut resident, &report).await;
        let number = last_number(world).await;
        accept(world, &mut staff, &number).await;
        let receipt = resident.get(&format!("/r/{secret}")).await;
        let photo = receipt
            .between(&format!("/r/{secret}/photos/"), "\"")
            .swap_remove(0);

        let unfinished = [("request_key", "report-unfinished")];
        let again = resident
            .post_photos("/reports/new", &unfinished, &[picture(90)])
            .await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let draft = again.between("/photos/draft/", "/small").swap_remove(0);

        let notice = [
            ("request_key", "notice-known"),
            ("title", TITLE),
            ("body", "请提前储水。"),
        ];
        let answer = staff.post("/admin/notices/new", &notice).await;
        let notice = answer
            .location()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let administrator = backend::setup::Purpose::Administrator(world.here.id);
        let setup = backend::setup::link(&world.stores, world.now(), &administrator)
            .await
            .unwrap();
        let person = written_down(&mut staff, "known", NAME).await;
        let captain = [
            ("request_key", "post-known"),
            ("post", "captain"),
            ("node", &world.here.buildings[0].node.to_string()),
            ("until", "2026-12-31"),
            ("telephone", DUTY),
        ];
        let path = format!("/admin/people/{person}/posts");
        let answer = staff.post(&path, &captain).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let holding = staff.get(&path).await.hidden("holding");
        let (member, slip) = slip(world).await;
        let coming = coming_in(world, min).await;
        let sent = [
            ("request_key", "import-known"),
            (
                "pasted",
                "楼栋,单元,房号,姓名,电话\n41,1,101,方未具名,13900001111",
            ),
        ];
        let answer = staff.post("/admin/estate/import", &sent).await;
        let import = answer
            .location()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let building = world.here.buildings[0].id.to_string();
        let category = world.here.categories[0].to_string();
        Self {
            number,
            secret,
            photo,
            draft,
            notice,
            setup,
            call: call_to_make(world).await,
            mail: mail_to_confirm(world).await,
            review: review(world).await.to_string(),
            audit: audit_row(world).await.to_string(),
            person,
            holding,
            member,
            slip,
            text: text_message(world).await,
            served: served(world).await,
            evening: day::evening(world, min).await,
            shift: patrol::shift(world, min).await,
            feed: patrol::feed(world).await,
            template: template::template(world, min).await,
            building,
            category,
            grid: grid(world).await,
            coming,
            import,
        }
    }

    /// Hours and a certificate in whose every field markup was typed; it is the known one from then
    /// on.
    pub async fn certified_with_markup(&mut self, staff: &mut Browser, words: &str, line: &str) {
        self.served.with_markup(staff, words, line).await;
    }

    /// A route's path with this community's own ids in it.
    pub fn fill(&self, path: &str) -> String {
        let filled = path.split('/').map(|part| match part {
            _ if self.served.fill(path, part).is_some() => {
                self.served.fill(path, part).unwrap_or_default()
            }
            "{number}" => &self.number,
            "{secret}" if path.starts_with("/reset/") => &self.slip,
            "{secret}" if path.starts_with("/login/sms/") => &self.text.handle,
            "{code}" => &self.coming.code,
            "{secret}" if path.starts_with("/card/") => &self.coming.card,
            "{secret}" if path.starts_with("/family/") => &self.coming.family,
            "{secret}" if path.starts_with("/join/") => &self.coming.asked,
            "{id}" if path.starts_with("/admin/households/") => &self.coming.household,
            "{id}" if path.starts_with("/admin/join/") => &self.coming.request,
            "{secret}" => &self.secret,
            "{id}" if day::is_of_the_day(path) => &self.evening.id,
            "{name}" if day::is_of_the_day(path) => &self.evening.picture,
            "{name}" if path.starts_with("/photos/draft/") => self.draft.as_str(),
            "{name}" if path.contains("/photos/") => &self.photo,
            "{token}" if path.starts_with("/setup/") => &self.setup,
            "{token}" if path.starts_with("/me/mail/") => &self.mail,
            "{token}" if path.starts_with("/feeds/patrols/") => &self.feed,
            "{id}" if path.starts_with("/admin/org/") => &self.grid,
            "{id}" if path.starts_with("/admin/estate/import/") => &self.import,
            "{id}" if path.starts_with("/admin/estate/") => &self.building,
            "{id}" if path.contains("/notices/") => &self.notice,
            "{id}" if path.contains("/audit/") => &self.audit,
            "{id}" if path.contains("/patrols/templates/") => &self.template,
            "{id}" if path.contains("/patrols/") => &self.shift,
            "{id}" if path.ends_with("/slip") || path.ends_with("/access") => &self.member,
            "{id}" if path.contains("/people/") => &self.person,
            _ if part.starts_with('{') => {
                panic!("{path}: the walk has no value for {part}; give it one in `Known::fill`")
            }
            _ => part,
        });
        filled.collect::<Vec<_>>().join("/")
    }

    /// A form that has a good value for every field of every form, with this community's own ids.
    pub async fn good_form(
        &self,
        world: &World,
        path: &str,
        key: &str,
    ) -> Vec<(&'static str, String)> {
        if path.ends_with("/posts") {
            return self.post_form(world, path, key).await;
        }
        if path.starts_with("/admin/households") || path.starts_with("/admin/join") {
            return self.coming.form(path, key);
        }
        if let Some(form) = self.served.form(path, key) {
            return form;
        }
        if day::is_of_the_day(path) {
            return self.evening.form(path, key);
        }
        if let Some(form) = place::form(world, path, key).await {
            return form;
        }
        if let Some(form) = patrol::form(self, world, path, key).await {
            return form;
        }
        if let Some(form) = template::form(world, path, key, &self.template).await {
            return form;
        }
        if path.starts_with("/admin/estate") || path.starts_with("/admin/org") {
            return self.estate_form(path, key);
        }
        if path == "/admin/calls" {
            return vec![("act", "done".to_owned()), ("delivery", self.call.clone())];
        }
        if path.starts_with("/login/sms/") {
            return vec![("code", self.text.code.clone())];
        }
        if path == "/login/sms" {
            return vec![("telephone", "13900003333".to_owned())];
        }
        if path.ends_with("/consents") {
            return vec![
                ("purpose", "activity_photos".to_owned()),
                ("decision", "paper".to_owned()),
            ];
        }
        if path == "/me/sms" {
            return vec![("act", "sms_on".to_owned())];
        }
        if path.starts_with("/reset/") {
            return vec![("password", "走过这里的新密码".to_owned())];
        }
        let version = if path.contains("/notices/") {
            self.notice_version(world).await
        } else {
            self.report_version(world).await
        };
        let reason = if path.ends_with("/callback") {
            "callback"
        } else {
            "report"
        };
        [
            (
                "request_key",
                format!("walk-{key}-{}", path.replace(['/', '{', '}'], "-")),
            ),
            ("version", version.to_string()),
            ("action", "start".to_owned()),
            ("category", self.category.clone()),
            ("id", self.category.clone()),
            ("place", format!("b{}", self.building)),
            ("building", self.building.clone()),
            ("audience", self.building.clone()),
            ("words", "有人走过这里".to_owned()),
            ("title", "走过".to_owned()),
            ("body", "走过这里。".to_owned()),
            ("name_zh", "走过".to_owned()),
            ("offered", "1".to_owned()),
            ("summary", "走过".to_owned()),
            ("visibility", "hidden".to_owned()),
            ("act", "withdraw".to_owned()),
            ("office", "021-55500120".to_owned()),
            ("post", "captain".to_owned()),
            ("show", "1".to_owned()),
            ("reason", reason.to_owned()),
            ("review", self.review.clone()),
            ("name", "nobody".to_owned()),
            ("password", "nothing".to_owned()),
            ("handing", "handed".to_owned()),
            (
                "until",
                if path.ends_with("/access") { "7" } else { "" }.to_owned(),
            ),
        ]
        .to_vec()
    }

    /// Giving a post here, and a year more for the one that is known.
    async fn post_form(&self, world: &World, path: &str, key: &str) -> Vec<(&'static str, String)> {
        let mut tx = world.write().await;
        let id: i64 = self.holding.parse().unwrap();
        let (version,) = sql!(
            &mut tx,
            one as (i64,),
            "select version from post_holding where id = $1",
            id
        )
        .unwrap();
        vec![
            (
                "request_key",
                format!("walk-{key}-{}", path.replace(['/', '{', '}'], "-")),
            ),
            ("post", "volunteer".to_owned()),
            ("node", world.here.node.to_string()),
            ("holding", self.holding.clone()),
            ("version", version.to_string()),
        ]
    }

    /// Forms of the estate have fields of other nouns' names, with other things in them.
    fn estate_form(&self, path: &str, key: &str) -> Vec<(&'static str, String)> {
        let act = match path {
            "/admin/estate/new" => "make",
            "/admin/estate/import/{id}" => "import",
            "/admin/org/{id}" => "rename",
            _ => "unit",
        };
        vec![
            (
                "request_key",
                format!("walk-{key}-{}", path.replace(['/', '{', '}'], "-")),
            ),
            ("act", act.to_owned()),
            ("version", "1".to_owned()),
            ("unit_name", "31".to_owned()),
            ("name", format!("走过网格{}", path.len())),
            ("buildings", "31-32".to_owned()),
            ("units", "2".to_owned()),
            ("top", "3".to_owned()),
            ("doors", "2".to_owned()),
            ("naming", "plain".to_owned()),
            ("grid", self.grid.clone()),
            ("pasted", "楼栋,单元,房号\n42,1,101".to_owned()),
        ]
    }

    async fn report_version(&self, world: &World) -> i64 {
        let (_, seq) = self.number.split_once('-').expect("a number");
        let mut tx = world.write().await;
        let (version,) = sql!(
            &mut tx,
            one as (i64,),
            "select version from report where community_id = $1 and seq = $2",
            world.here.id.get(),
            seq.parse::<i64>().unwrap(),
        )
        .unwrap();
        version
    }

    async fn notice_version(&self, world: &World) -> i64 {
        let mut tx = world.write().await;
        let id: i64 = self.notice.parse().unwrap();
        sql!(
            &mut tx,
            one as (i64,),
            "select version from notice where id = $1",
            id
        )
        .unwrap()
        .0
    }
}

/// Forms that show what is protected in their answer instead of leading on; it is recorded. Slips
/// and cards are printed from it.
pub fn is_look(path: &str) -> bool {
    matches!(
        path,
        "/admin/audit/{id}"
            | "/admin/people/{id}/telephone"
            | "/admin/people/{id}/slip"
            | "/admin/reports/{number}/callback"
            | "/admin/setup/staff"
            | "/admin/households/slips"
            | "/admin/households/{id}/cards"
    )
}

/// Every route of a method.
pub fn routes(method: &Method) -> Vec<app::Route> {
    app::table()
        .into_iter()
        .filter(|route| route.method == *method)
        .collect()
}
