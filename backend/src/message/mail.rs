//! Mail, through the operator's server.

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

/// The operator's mail server.
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// One mail.
pub(crate) struct Letter<'l> {
    pub to: &'l str,
    pub subject: &'l str,
    pub body: &'l str,
    /// Becomes the Message-ID, so that a mail sent twice is seen once.
    pub key: &'l str,
}

impl Mail {
    /// A server's address, such as `smtps://user:password@mail.example.org`, and who writes.
    ///
    /// # Errors
    /// A sentence that says what is wrong; it does not repeat the address, which holds a password.
    pub fn open(url: &str, from: &str) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| {
                "must be smtp://HOST:PORT or smtps://USER:PASSWORD@HOST, with ?tls=required where \
                 the connection becomes safe only after it began"
                    .to_owned()
            })?
            .timeout(Some(std::time::Duration::from_secs(30)))
            .build();
        let from = from
            .parse()
            .map_err(|_| "must be a mail address, such as Linli <linli@example.org>".to_owned())?;
        Ok(Self { transport, from })
    }

    /// Whether the server took it. Why it did not is logged without the address.
    pub(crate) async fn send(&self, letter: Letter<'_>) -> bool {
        let Ok(to) = letter.to.parse() else {
            tracing::warn!("a mail address is none for the mail library");
            return false;
        };
        let host = self.from.email.domain();
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .message_id(Some(format!("<{}@{host}>", letter.key)))
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.to_owned());
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                tracing::warn!(%error, "a mail cannot be put together");
                return false;
            }
        };
        match self.transport.send(message).await {
            Ok(_) => true,
            Err(error) => {
                // A server's own words may repeat the address.
                tracing::warn!(
                    permanent = error.is_permanent(),
                    status = ?error.status(),
                    "the mail server did not take a mail"
                );
                false
            }
        }
    }
}
