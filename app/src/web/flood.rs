//! Limits against floods: how many requests one address may send a minute. They are generous, since
//! a whole estate may share one address; whoever guesses passwords and codes is slowed by the waits
//! of the account or number they try, whatever their address (rule P8).

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use backend::Error;
use domain::instant::Instant;
use quick_cache::sync::Cache;

use super::{AppState, Fault};
use crate::routes;

/// So many addresses are remembered; those that have been quiet longest go first.
const MOST_ADDRESSES: usize = 30_000;
/// A minute's worth may come at once.
const MINUTE_MICROS: i64 = 60_000_000;
/// More than requests under way at once differ in what they think the time is.
const SLACK_MICROS: i64 = 10_000_000;

/// How many a minute from one address; 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of everything but built files.
    pub requests: u32,
    /// Of forms.
    pub posts: u32,
    /// Of forms that sign in, join or set a password.
    pub sign_ins: u32,
}

impl Limits {
    /// No limits, for measuring.
    pub const NONE: Self = Self {
        requests: 0,
        posts: 0,
        sign_ins: 0,
    };
}

/// What counts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sort {
    Request,
    Post,
    SignIn,
}

/// One address, or the network that one subscriber gets: of IPv6 the first 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    V4(u32),
    V6(u64),
}

impl Place {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.to_bits()),
            IpAddr::V6(address) => {
                let [first, second, third, fourth, ..] = address.segments();
                let bits = [first, second, third, fourth].map(u64::from);
                Self::V6(bits.iter().fold(0, |all, part| all << 16 | part))
            }
        }
    }
}

/// The addresses of proxies whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<(IpAddr, u8)>);

impl Proxies {
    /// Reads addresses and networks such as `10.0.0.0/8`, with commas or spaces between them.
    ///
    /// # Errors
    /// A sentence that names the one at fault.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
        let networks: Result<_, _> = parts
            .map(|part| {
                network(part).ok_or_else(|| {
                    format!("must be addresses and networks such as 10.0.0.0/8, not {part:?}")
                })
            })
            .collect();
        networks.map(Self)
    }

    fn has(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| lies_in(address, *network))
    }

    /// Whose request it is. A proxy adds behind whatever came with the request, so the list is read
    /// from its end, as far as it was written by proxies of ours. Nothing for a request of this
    /// machine that no proxy passed on, and that is nobody's.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer.to_canonical();
        if !self.has(peer) {
            return Some(peer);
        }
        let mut last = None;
        let passed_on = headers.get_all("x-forwarded-for");
        let passed_on: Vec<_> = passed_on
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for hop in passed_on.iter().rev() {
            let Some(address) = written(hop) else { break };
            if !self.has(address) {
                return Some(address);
            }
            last = Some(address);
        }
        last.or((!peer.is_loopback()).then_some(peer))
    }
}

fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address.parse().ok()?, Some(bits.parse().ok()?)),
        None => (text.parse::<IpAddr>().ok()?, None),
    };
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(most);
    (bits <= most).then_some((address, bits))
}

fn lies_in(address: IpAddr, (network, bits): (IpAddr, u8)) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let differ = address.to_bits() ^ network.to_bits();
            differ.checked_shr(32 - u32::from(bits)).unwrap_or(0) == 0
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let differ = address.to_bits() ^ network.to_bits();
            differ.checked_shr(128 - u32::from(bits)).unwrap_or(0) == 0
        }
        _ => false,
    }
}

/// An address as proxies write it, some with a port.
fn written(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok();
    address
        .or_else(|| hop.parse::<SocketAddr>().ok().map(|with| with.ip()))
        .map(|address: IpAddr| address.to_canonical())
}

/// Who sent how much lately.
pub struct Flood {
    limits: Limits,
    proxies: Proxies,
    /// Until when what was sent is paid for, in epoch microseconds.
    seen: Cache<(Sort, Place), Arc<AtomicI64>>,
}

impl Flood {
    /// With nobody seen yet.
    #[must_use]
    pub fn new(limits: Limits, proxies: Proxies) -> Self {
        Self {
            limits,
            proxies,
            seen: Cache::new(MOST_ADDRESSES),
        }
    }

    /// Seconds to wait when there were too many. A request that is refused does not count.
    fn refuses(&self, sort: Sort, place: Place, now: Instant) -> Option<i64> {
        let most = match sort {
            Sort::Request => self.limits.requests,
            Sort::Post => self.limits.posts,
            Sort::SignIn => self.limits.sign_ins,
        };
        if most == 0 {
            return None;
        }
        let costs = MINUTE_MICROS / i64::from(most);
        let now = now.millis() * 1000;
        let made = || Ok::<_, std::convert::Infallible>(Arc::default());
        let Ok(paid) = self.seen.get_or_insert_with(&(sort, place), made);
        let mut before = paid.load(Ordering::Relaxed);
        loop {
            // A clock that was set back does not keep anybody out.
            let was_set_back = before > now + MINUTE_MICROS + SLACK_MICROS;
            let from = if was_set_back { now } else { before.max(now) };
            let until = from + costs;
            let over = until - now - MINUTE_MICROS;
            if over > 0 {
                return Some((over + 999_999) / 1_000_000);
            }
            let changed =
                paid.compare_exchange_weak(before, until, Ordering::Relaxed, Ordering::Relaxed);
            match changed {
                Ok(_) => return None,
                Err(meanwhile) => before = meanwhile,
            }
        }
    }
}

impl Default for Flood {
    fn default() -> Self {
        Self::new(Limits::NONE, Proxies::default())
    }
}

/// Forms that try a secret, or make an account.
fn tries_a_secret(path: &str) -> bool {
    const FIRST: [&str; 6] = ["login", "reset", "join", "card", "family", "setup"];
    let first = path.split('/').nth(1).unwrap_or_default();
    FIRST.contains(&first)
}

/// Answers 429 to whoever sends more than anybody could.
pub async fn hold_back(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Fault> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|info| info.0.ip());
    let flood = &state.flood;
    let client = peer.and_then(|peer| flood.proxies.client(peer, request.headers()));
    let path = request.uri().path();
    if let Some(client) = client.filter(|_| !routes::is_file(path)) {
        let (place, now) = (Place::of(client), (state.clock)());
        let sorts = match *request.method() {
            Method::POST if tries_a_secret(path) => {
                &[Sort::SignIn, Sort::Post, Sort::Request] as &[_]
            }
            Method::POST => &[Sort::Post, Sort::Request],
            _ => &[Sort::Request],
        };
        for sort in sorts {
            if let Some(seconds) = flood.refuses(*sort, place, now) {
                tracing::info!(?sort, "too many from one address");
                return Err(Error::Wait(seconds).into());
            }
        }
    }
    Ok(next.run(request).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Instant {
        Instant::from_millis(1_700_000_000_000 + millis)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn forwarded(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-forwarded-for", value.parse().expect("a header"));
        }
        headers
    }

    #[test]
    fn p08_a_minutes_worth_comes_at_once_and_then_again_bit_by_bit() {
        let limits = Limits {
            sign_ins: 60,
            ..Limits::NONE
        };
        let flood = Flood::new(limits, Proxies::default());
        let place = Place::of(ip("192.0.2.7"));
        let refuses = |millis| flood.refuses(Sort::SignIn, place, at(millis));
        assert!((0..60).all(|_| refuses(0).is_none()));
        assert_eq!(refuses(0), Some(1));
        assert_eq!(refuses(999), Some(1));
        assert_eq!(refuses(1000), None);
        assert_eq!(refuses(1000), Some(1), "one a second");
        assert!((0..60).all(|_| refuses(120_000).is_none()));
        assert!(refuses(120_000).is_some(), "no more than a minute's worth");
        assert_eq!(refuses(-3_600_000), None, "the clock was set back");
        assert_eq!(flood.refuses(Sort::Post, place, at(0)), None, "no limit");
    }

    #[test]
    fn p08_an_ipv6_subscriber_is_one_and_memory_is_bounded() {
        let limits = Limits {
            sign_ins: 1,
            ..Limits::NONE
        };
        let flood = Flood::new(limits, Proxies::default());
        let refuses = |text: &str| flood.refuses(Sort::SignIn, Place::of(ip(text)), at(0));
        assert_eq!(refuses("2001:db8:1:2::1"), None);
        assert!(refuses("2001:db8:1:2:ffff::9").is_some());
        assert_eq!(refuses("2001:db8:1:3::1"), None);
        assert_eq!(refuses("192.0.2.7"), None);
        assert!(refuses("::ffff:192.0.2.7").is_some());
        for number in 0..200_000_u32 {
            flood.refuses(Sort::SignIn, Place::V4(number), at(0));
        }
        assert!(flood.seen.len() <= MOST_ADDRESSES);
    }

    #[test]
    fn p08_only_proxies_of_ours_are_believed() {
        let proxies = Proxies::parse("127.0.0.0/8, ::1 10.0.0.0/8,fc00::/7").expect("networks");
        let client = |peer: &str, passed_on: &[&str]| {
            let client = proxies.client(ip(peer), &forwarded(passed_on));
            client.map(|client| client.to_string())
        };
        let of = |text: &str| Some(text.to_owned());
        assert_eq!(client("192.0.2.7", &["198.51.100.1"]), of("192.0.2.7"));
        assert_eq!(client("127.0.0.1", &["198.51.100.1"]), of("198.51.100.1"));
        let made_up = &["203.0.113.9, 198.51.100.1, 10.1.2.3"];
        assert_eq!(client("::ffff:127.0.0.1", made_up), of("198.51.100.1"));
        let two = &["203.0.113.9", "198.51.100.1:4711"];
        assert_eq!(client("::1", two), of("198.51.100.1"));
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]"]), of("2001:db8::1"));
        assert_eq!(client("127.0.0.1", &["10.1.2.3"]), of("10.1.2.3"));
        assert_eq!(client("127.0.0.1", &[]), None, "this machine itself");
        assert_eq!(client("10.0.0.1", &["unknown"]), of("10.0.0.1"));
        for bad in ["10.0.0.0/33", "a", "10.0.0", "::/129", "10.0.0.0/-1"] {
            assert!(Proxies::parse(bad).is_err(), "{bad}");
        }
        let all = Proxies::parse("0.0.0.0/0 ::/0").expect("everybody");
        assert!(all.has(ip("192.0.2.7")) && all.has(ip("2001:db8::1")));
    }
}
