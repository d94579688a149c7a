//! Messages: the inbox, a real mail server, a gateway, and the calls that staff make (rule X19).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant as Real};

use backend::message::gateway::Gateway;
use backend::message::mail::Mail;
use backend::message::{self, Outlets, Round, call, choice, deliver_due};
use backend::secret::Secret;
use backend::{Context, Error, sql};
use domain::id::PersonId;
use domain::message::Kind;
use domain::permission::Post;
use domain::problem::Problem;
use serde_json::json;

use crate::story::{self, World, local};

pub(crate) const KEY: &str = "what the gateway knows too";

async fn tell(ctx: &Context, person: PersonId, kind: Kind) {
    let mut tx = ctx.db().write().await.unwrap();
    let args = json!({ "number": "2026-000001", "state": "closed" });
    message::tell(&mut tx, ctx, person, kind, "report/2026-000001", args)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// What a person was told, as the kinds are stored, the oldest first.
pub(crate) async fn told(world: &World, person: PersonId) -> Vec<String> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        all as (String,),
        "select kind from message where person_id = $1 order by id",
        person.get(),
    )
    .unwrap()
    .into_iter()
    .map(|(kind,)| kind)
    .collect()
}

fn person(ctx: &Context) -> PersonId {
    ctx.signed_in().unwrap().person
}

/// Somebody without an account, with a number.
async fn neighbour(world: &World, telephone: Option<&str>) -> PersonId {
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into person (community_id, name, telephone, created_at)
         values ($1, '李奶奶', $2, 0) returning id",
        world.here.id.get(),
        telephone,
    )
    .unwrap();
    tx.commit().await.unwrap();
    PersonId::new(id)
}

/// A real mail server that keeps what it takes in a folder.
pub(crate) struct PostOffice {
    server: Child,
    port: u16,
    folder: std::path::PathBuf,
}

impl PostOffice {
    /// Nothing where the test command did not say which Python has the mail server.
    pub(crate) fn open(name: &str) -> Option<Self> {
        let python = std::env::var_os("LINLI_TEST_SMTPD")?;
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let folder = std::env::temp_dir().join(format!("linli-post-{}-{name}", std::process::id()));
        let server = Command::new(python)
            .args(["-m", "aiosmtpd", "-n", "-l", &format!("127.0.0.1:{port}")])
            .args(["-c", "aiosmtpd.handlers.Mailbox"])
            .arg(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the mail server starts");
        let office = Self {
            server,
            port,
            folder,
        };
        let begun = Real::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "it answers");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(office)
    }

    pub(crate) fn outlets(&self) -> Outlets {
        let url = format!("smtp://127.0.0.1:{}", self.port);
        Outlets {
            mail: Some(Mail::open(&url, "Linli <linli@example.org>").unwrap()),
            ..Outlets::default()
        }
    }

    /// Every mail that it took, as it came.
    pub(crate) fn taken(&self) -> Vec<String> {
        let mut mails: Vec<_> = std::fs::read_dir(self.folder.join("new"))
            .into_iter()
            .flatten()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        mails.sort();
        mails
    }
}

impl PostOffice {
    /// Throws away what it took, before the other engine's story: its keys are the same.
    pub(crate) fn empty(&self) {
        for file in std::fs::read_dir(self.folder.join("new")).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// The text of a mail, whatever it was encoded in.
pub(crate) fn decoded(mail: &str) -> String {
    let output = Command::new("/usr/bin/python3")
        .args([
            "-c",
            "import sys,email,email.policy as p\n\
             m=email.message_from_string(sys.stdin.read(),policy=p.default)\n\
             print(m['to']);print(m['subject']);print(m.get_content());\
             print('id',m['message-id'])",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .env("PYTHONIOENCODING", "utf-8")
        .spawn()
        .and_then(|mut child| {
            child.stdin.take().unwrap().write_all(mail.as_bytes())?;
            child.wait_with_output()
        })
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn x19_a_mail_goes_to_an_address_that_its_owner_confirmed() {
    let Some(office) = PostOffice::open("confirmed") else {
        return;
    };
    let outlets = office.outlets();
    let (sent, office) = (std::sync::Arc::new(outlets), std::sync::Arc::new(office));
    story::both(|world| {
        let (outlets, office) = (sent.clone(), office.clone());
        async move {
            let account = world.resident("wang").await;
            let ctx = world.ctx(Some(account)).await;
            let before = office.taken().len();
            choice::set_mail(&ctx, "wang@example.org").await.unwrap();
            // Nothing else goes there before.
            tell(&ctx, person(&ctx), Kind::ReportMoved).await;
            let round = deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
            assert_eq!(
                round,
                Round {
                    sent: 1,
                    ..Round::default()
                }
            );
            let mails = office.taken();
            assert_eq!(mails.len(), before + 1);
            let mail = mails
                .iter()
                .map(String::as_str)
                .map(decoded)
                .find(|mail| mail.contains("/me/mail/"));
            let mail = mail.expect("the mail with the link");
            assert!(
                mail.starts_with("wang@example.org\n请确认您的邮箱"),
                "{mail}"
            );
            let token = choice::token(&ctx, person(&ctx), "wang@example.org");
            let link = format!("{}/me/mail/{token}", world.here.origin);
            assert!(mail.contains(&link), "{mail}");

            let wrong = choice::confirm(&ctx, "0".repeat(32).as_str()).await;
            assert!(matches!(wrong, Err(Error::NotFound)), "{wrong:?}");
            let there = world.ctx_in(&world.elsewhere, None).await;
            let wrong = choice::confirm(&there, &token).await;
            assert!(matches!(wrong, Err(Error::NotFound)), "{wrong:?}");
            choice::confirm(&world.ctx(None).await, &token)
                .await
                .unwrap();
            tell(&ctx, person(&ctx), Kind::ReportMoved).await;
            deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
            let mails: Vec<_> = office
                .taken()
                .iter()
                .map(String::as_str)
                .map(decoded)
                .collect();
            assert_eq!(mails.len(), before + 2);
            let told = mails
                .iter()
                .find(|mail| mail.contains("2026-000001"))
                .unwrap();
            assert!(
                told.contains("/me/inbox") && !told.contains("/r/"),
                "{told}"
            );

            // Taken away again: what waits for it goes nowhere.
            tell(&ctx, person(&ctx), Kind::ReportMoved).await;
            choice::set_mail(&ctx, "").await.unwrap();
            deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
            assert_eq!(office.taken().len(), before + 2);
            office.empty();
        }
    })
    .await;
}

#[tokio::test]
async fn x19_nothing_waits_at_night_and_failures_end_with_a_call() {
    story::both(|world| async move {
        let account = world.resident("wang").await;
        let ctx = world.ctx(Some(account)).await;
        choice::set_mail(&ctx, "wang@example.org").await.unwrap();
        let token = choice::token(&ctx, person(&ctx), "wang@example.org");
        choice::confirm(&ctx, &token).await.unwrap();
        // A server that is not there.
        let outlets = Outlets {
            mail: Some(Mail::open("smtp://127.0.0.1:9", "linli@example.org").unwrap()),
            ..Outlets::default()
        };
        deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();

        world.at(local("2026-03-10T22:00"));
        let night = world.ctx(Some(account)).await;
        tell(&night, person(&night), Kind::ReportMoved).await;
        let waiting = |text: &str| {
            let (stores, outlets, now) = (world.stores.clone(), &outlets, local(text));
            async move { deliver_due(&stores, outlets, now).await.unwrap() }
        };
        // Only the mail to confirm is tried at night; it was waiting before.
        assert_eq!(waiting("2026-03-10T23:59").await.again, 1);
        assert_eq!(waiting("2026-03-11T07:59").await.again, 1);
        assert_eq!(waiting("2026-03-11T08:00").await.again, 1);
        let again = Round {
            again: 1,
            ..Round::default()
        };
        assert_eq!(
            waiting("2026-03-11T08:00").await,
            Round::default(),
            "not at once again"
        );
        let mut tries = 0;
        let mut given_up = 0;
        for hour in 9..24 * 5 {
            let now = local("2026-03-11T00:00").plus(Duration::from_secs(hour * 3600));
            let round = deliver_due(&world.stores, &outlets, now).await.unwrap();
            tries += round.again;
            given_up += round.given_up;
        }
        assert!(tries > 3, "{tries} {again:?}");
        assert_eq!(given_up, 2);

        let staff = world.account("min", Post::Staff).await;
        let desk = world.ctx(Some(staff)).await;
        let calls = call::list(&desk).await.unwrap();
        assert_eq!(calls.len(), 1, "the report, not the mail to confirm");
        assert_eq!(calls[0].person, person(&ctx));
    })
    .await;
}

#[tokio::test]
async fn x19_several_workers_send_each_mail_once() {
    let Some(office) = PostOffice::open("workers") else {
        return;
    };
    let outlets = std::sync::Arc::new(office.outlets());
    let office = std::sync::Arc::new(office);
    story::both(|world| {
        let (outlets, office) = (outlets.clone(), office.clone());
        async move {
            let account = world.resident("wang").await;
            let ctx = world.ctx(Some(account)).await;
            choice::set_mail(&ctx, "wang@example.org").await.unwrap();
            let token = choice::token(&ctx, person(&ctx), "wang@example.org");
            choice::confirm(&ctx, &token).await.unwrap();
            for _ in 0..19 {
                tell(&ctx, person(&ctx), Kind::ReportMoved).await;
            }
            let before = office.taken().len();
            let workers: Vec<_> = (0..4)
                .map(|_| {
                    let (stores, outlets, now) = (world.stores.clone(), outlets.clone(), ctx.now);
                    tokio::spawn(async move { deliver_due(&stores, &outlets, now).await.unwrap() })
                })
                .collect();
            let mut sent = 0;
            for worker in workers {
                sent += worker.await.unwrap().sent;
            }
            assert_eq!(sent, 20);
            let mails = office.taken();
            let ids: std::collections::BTreeSet<_> = mails
                .iter()
                .filter_map(|mail| decoded(mail).lines().last().map(ToOwned::to_owned))
                .collect();
            assert_eq!((mails.len() - before, ids.len()), (20, 20));
            office.empty();
        }
    })
    .await;
}

#[tokio::test]
async fn x19_a_gateway_gets_each_text_message_signed_and_with_its_key() {
    story::both(|world| async move {
        let (listener, answers) = gateway();
        let address = format!("http://{listener}/sms");
        let outlets = Outlets {
            sms: Some(Gateway::open(&address, Secret::new(KEY).unwrap()).unwrap()),
            ..Outlets::default()
        };
        let account = world.resident("wang").await;
        let ctx = world.ctx(Some(account)).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update person set telephone = '13800001234' where id = $1",
            person(&ctx).get()
        )
        .unwrap();
        tx.commit().await.unwrap();
        choice::set_ways(&ctx, false, true).await.unwrap();
        tell(&ctx, person(&ctx), Kind::ReportMoved).await;
        // The first answer of the gateway is 500.
        let round = deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
        assert_eq!((round.sent, round.again), (0, 1));
        let later = ctx.now.plus(Duration::from_secs(61));
        let round = deliver_due(&world.stores, &outlets, later).await.unwrap();
        assert_eq!((round.sent, round.again), (1, 0));
        let first = answers.recv_timeout(Duration::from_secs(10)).unwrap();
        let second = answers.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(
            first, second,
            "the same key, so that it can tell a repetition"
        );
        let (signature, body) = first;
        assert_eq!(
            signature,
            format!("sha256={}", Secret::new(KEY).unwrap().signature(&body))
        );
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["to"], "13800001234");
        assert_eq!(body["text"], "【翠园社区】您反映的 2026-000001：已解决");
    })
    .await;
}

pub(crate) type Request = (String, String);

/// An operator's gateway: answers 500 to the first request and 200 to the others; says what came.
pub(crate) fn gateway() -> (std::net::SocketAddr, mpsc::Receiver<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        for (nth, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut signature, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let Some((name, value)) = line.trim().split_once(": ") else {
                    if line.trim().is_empty() {
                        break;
                    }
                    continue;
                };
                match name.to_lowercase().as_str() {
                    "linli-signature" => value.clone_into(&mut signature),
                    "content-length" => length = value.parse().unwrap(),
                    _ => {}
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            if send
                .send((signature, String::from_utf8(body).unwrap()))
                .is_err()
            {
                return;
            }
            let status = if nth == 0 { "500 No" } else { "200 OK" };
            write!(
                stream,
                "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
            .unwrap();
        }
    });
    (address, receive)
}

#[tokio::test]
async fn x19_whom_nothing_reaches_is_called_and_ticked_off() {
    story::both(|world| async move {
        let staff = world.account("min", Post::Staff).await;
        let desk = world.ctx(Some(staff)).await;
        let grandmother = neighbour(&world, Some("13800001234")).await;
        tell(&desk, grandmother, Kind::ReportMoved).await;
        // Somebody with an account reads it there.
        let resident = world.ctx(Some(world.resident("wang").await)).await;
        tell(&desk, person(&resident), Kind::ReportMoved).await;
        let calls = call::list(&desk).await.unwrap();
        assert_eq!(calls.len(), 1);
        assert_eq!((&*calls[0].name, calls[0].has_number), ("李奶奶", true));

        call::tick(&desk, calls[0].id, true).await.unwrap();
        call::tick(&desk, calls[0].id, true).await.unwrap();
        assert_eq!(call::waiting(&desk).await.unwrap(), 0);
        let ticked = call::ticked_today(&desk).await.unwrap();
        assert_eq!(ticked.len(), 1, "x08");
        assert_eq!(ticked[0].id, calls[0].id);
        call::tick(&desk, calls[0].id, false).await.unwrap();
        assert_eq!(call::waiting(&desk).await.unwrap(), 1);
        assert!(call::ticked_today(&desk).await.unwrap().is_empty());

        // Staff of the other community, and a captain of this one.
        let stranger = world.stranger("stranger", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let refused = call::tick(&there, calls[0].id, true).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        assert!(call::list(&there).await.unwrap().is_empty());
        let captain = world.account("chen", Post::Captain).await;
        let refused = call::list(&world.ctx(Some(captain)).await).await;
        assert!(matches!(refused, Err(Error::Denied)), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn x19_an_inbox_is_its_owners_and_remembers_what_was_seen() {
    story::both(|world| async move {
        let wang = world.ctx(Some(world.resident("wang").await)).await;
        let li = world.ctx(Some(world.resident("li").await)).await;
        for _ in 0..60 {
            tell(&wang, person(&wang), Kind::ReportMoved).await;
        }
        let inbox = message::inbox(&wang, None).await.unwrap();
        assert_eq!(inbox.messages.len(), 50);
        assert!(inbox.messages.iter().all(|message| !message.is_read));
        let rest = message::inbox(&wang, inbox.next).await.unwrap();
        assert_eq!((rest.messages.len(), rest.next), (10, None));
        message::seen(&li, inbox.messages[0].id).await.unwrap();
        assert!(!message::inbox(&wang, None).await.unwrap().messages[0].is_read);
        assert_eq!(message::unread(&wang).await.unwrap(), 60);
        message::seen(&wang, inbox.messages[0].id).await.unwrap();
        assert_eq!(message::unread(&wang).await.unwrap(), 0);
        tell(&wang, person(&wang), Kind::ReportMoved).await;
        let inbox = message::inbox(&wang, None).await.unwrap();
        let new = inbox.messages.iter().filter(|message| !message.is_read);
        assert_eq!(new.count(), 1);
        assert!(message::inbox(&li, None).await.unwrap().messages.is_empty());
        let nobody = message::inbox(&world.ctx(None).await, None).await;
        assert!(matches!(nobody, Err(Error::SignIn)), "{nobody:?}");
        let bad = choice::set_mail(&wang, "not an address").await;
        assert!(matches!(bad, Err(Error::Invalid(problems))
            if problems.of("mail") == Some(Problem::NotAMailAddress)));
        choice::set_mail(&wang, "wang@example.org").await.unwrap();
        let again = choice::set_mail(&wang, "other@example.org").await;
        assert!(matches!(again, Err(Error::Wait(_))), "{again:?}");
    })
    .await;
}
