//! Connections: accepted, served, brought to their end. `axum::serve` does the same without a limit
//! on how long the head of a request may take, so that anybody could hold connections open with half
//! a line each.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::sync::watch;
use tower::Service as _;

/// For the head of a request, from the end of the one before. It is also how long a connection may
/// stay idle, so it is longer than proxies keep theirs: whoever closes first must not be us.
pub const HEAD: Duration = Duration::from_secs(150);

/// Serves until told to stop, and then what is under way.
pub async fn serve(
    mut listener: impl Listener<Addr = SocketAddr>,
    router: Router,
    head: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head);
    let under_way = GracefulShutdown::new();
    loop {
        let (io, client) = tokio::select! {
            // An error means that the sender is gone, which is the end as well.
            _ = stopped.changed() => break,
            accepted = listener.accept() => accepted,
        };
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(client));
            router.clone().call(request)
        });
        let connection = http.serve_connection(TokioIo::new(io), service);
        let connection = under_way.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }
    drop(listener);
    under_way.shutdown().await;
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    async fn answered(stream: &mut TcpStream) -> String {
        let mut answer = vec![0; 1024];
        let read = stream.read(&mut answer).await.unwrap_or_default();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    }

    #[tokio::test]
    async fn half_a_head_is_hung_up_on_and_a_slow_one_is_served() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let whose =
            |ConnectInfo(client): ConnectInfo<SocketAddr>| async move { client.to_string() };
        let router = Router::new().fallback(get(whose));
        let (stop, stopped) = watch::channel(false);
        let head = Duration::from_secs(1);
        let server = tokio::spawn(serve(listener, router, head, stopped));

        let mut silent = TcpStream::connect(address).await.unwrap();
        let mut half = TcpStream::connect(address).await.unwrap();
        half.write_all(b"GET / HTTP/1.1\r\nhost: ").await.unwrap();
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        slow.write_all(b"host: a\r\n\r\n").await.unwrap();
        let answer = answered(&mut slow).await;
        let own = slow.local_addr().unwrap().to_string();
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with(&own),
            "{answer}"
        );

        for stream in [&mut silent, &mut half] {
            let hung_up = tokio::time::timeout(Duration::from_secs(20), async {
                while !answered(stream).await.is_empty() {}
            });
            hung_up.await.expect("the server hangs up");
        }
        stop.send_replace(true);
        tokio::time::timeout(Duration::from_secs(20), server)
            .await
            .expect("it stops")
            .expect("it ends well");
        assert!(TcpStream::connect(address).await.is_err());
    }
}
