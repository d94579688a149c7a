//! The part of HTTP/1.1 that a measurement needs: one connection kept open, one request after the
//! other, bodies with a length or in chunks.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection kept open.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
pub struct Answer<'buffer> {
    /// 200 and so on.
    pub status: u16,
    head: &'buffer str,
    body: &'buffer [u8],
    chunked: bool,
}

impl Client {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)
            .await
            .with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(128 * 1024),
        })
    }

    /// Sends a request and reads the answer to its end.
    pub async fn send(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let end = loop {
            self.read().await?;
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
        };
        let start = end + 4;
        let head = std::str::from_utf8(&self.buffer[..end])?;
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .context("no status in the answer")?;
        let length = value(head, "content-length")
            .map(str::parse::<usize>)
            .transpose()?;
        let chunked = value(head, "transfer-encoding").is_some();
        if chunked {
            while !is_complete(&self.buffer[start..])? {
                self.read().await?;
            }
        } else if let Some(length) = length {
            while self.buffer.len() < start + length {
                self.read().await?;
            }
        }
        Ok(Answer {
            status,
            head: std::str::from_utf8(&self.buffer[..end])?,
            body: &self.buffer[start..],
            chunked,
        })
    }

    async fn read(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

impl Answer<'_> {
    /// The first header of a name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        value(self.head, name)
    }

    /// What a `Set-Cookie` header sets a cookie to.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        values(self.head, "set-cookie")
            .filter_map(|cookie| cookie.split(';').next()?.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// The body, as it came or put together from its chunks; still compressed, if it was.
    pub fn body(&self) -> Result<Vec<u8>> {
        if !self.chunked {
            return Ok(self.body.to_vec());
        }
        let mut whole = Vec::new();
        let mut rest = self.body;
        while let Some((size, after)) = chunk(rest)? {
            if size == 0 {
                break;
            }
            whole.extend_from_slice(after.get(..size).context("a chunk is cut off")?);
            rest = after.get(size + 2..).context("a chunk is cut off")?;
        }
        Ok(whole)
    }

    /// The body as text.
    pub fn text(&self) -> Result<String> {
        Ok(String::from_utf8(self.body()?)?)
    }
}

/// A GET request. `extra` are further header lines, each with its line break.
pub fn get(address: SocketAddr, path: &str, extra: &str) -> Bytes {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{extra}\r\n").into()
}

/// A POST request of a form, as a browser on the same site sends it.
pub fn post(address: SocketAddr, path: &str, form: &str) -> Bytes {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    )
    .into()
}

/// A value of a form or an address, percent-encoded.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.push(char::from_digit(half.into(), 16).unwrap_or('0'));
            }
        }
    }
    encoded
}

fn values<'head>(head: &'head str, name: &str) -> impl Iterator<Item = &'head str> {
    head.lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

fn value<'head>(head: &'head str, name: &str) -> Option<&'head str> {
    values(head, name).next()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|found| found == wanted)
}

/// The size of the first chunk and what stands behind its first line; nothing while that line has
/// not come.
fn chunk(bytes: &[u8]) -> Result<Option<(usize, &[u8])>> {
    let Some(end) = find(bytes, b"\r\n") else {
        return Ok(None);
    };
    let line = std::str::from_utf8(&bytes[..end])?;
    let size = line.split(';').next().unwrap_or_default().trim();
    Ok(Some((usize::from_str_radix(size, 16)?, &bytes[end + 2..])))
}

/// Whether the last chunk has come.
fn is_complete(mut bytes: &[u8]) -> Result<bool> {
    while let Some((size, after)) = chunk(bytes)? {
        if after.len() < size + 2 {
            return Ok(false);
        }
        if size == 0 {
            return Ok(true);
        }
        bytes = &after[size + 2..];
    }
    Ok(false)
}
