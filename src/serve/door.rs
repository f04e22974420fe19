//! A host and a port → a listening `Door`, and who may come in: connections up to a number, and only those that call the
//! server by a name of its own. What they are told is `connection`'s matter.

use super::connection::hold;
use super::front::Front;
use super::http::{Refusal, Response};
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// The port that is tried first when none is asked for.
pub const PORT: u16 = 8000;

/// So many ports are tried, one after the other.
const TRIES: u16 = 20;

/// So many connections may be open at a time: a browser holds up to six, and each tab one of them.
const MOST_CONNECTIONS: usize = 128;

/// A port on which nobody is answered yet.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    pub address: SocketAddr,
    names: Names,
}

/// Why there is no door.
#[derive(Debug)]
pub enum Shut {
    InUse(SocketAddr),
    Failed(String, io::Error),
}

/// The names by which the server may be called. A page on the web can have its own name lead to this machine (DNS
/// rebinding), and would then be of the same origin as the site; but its name stays its own.
#[derive(Clone, Debug)]
pub(super) struct Names {
    bound: IpAddr,
    given: String,
}

impl Door {
    /// Listens. Without a port it takes the first free one of a few.
    pub fn open(host: &str, port: Option<u16>) -> Result<Self, Shut> {
        let first = port.unwrap_or(PORT);
        let tries = if port.is_some() { 1 } else { TRIES };
        let mut in_use = None;
        for port in (first..).take(tries.into()) {
            match listen(host, port) {
                Err(Shut::InUse(address)) => in_use = in_use.or(Some(address)),
                opened => return opened,
            }
        }
        Err(Shut::InUse(in_use.unwrap_or(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), first))))
    }

    /// The address to open in a browser on this machine.
    pub fn origin(&self) -> String {
        let ip = self.address.ip();
        match ip.is_unspecified() {
            true => format!("http://localhost:{}", self.address.port()),
            false => format!("http://{}", self.address),
        }
    }

    /// Answers on threads of their own, until the process ends.
    pub(super) fn attend(self, front: Front) {
        let open = Arc::new(AtomicUsize::new(0));
        thread::spawn(move || {
            for stream in self.listener.incoming() {
                match stream {
                    Ok(stream) => self.let_in(stream, &front, &open),
                    // Too many open files, for instance: it will not be better at once.
                    Err(_) => thread::sleep(Duration::from_millis(50)),
                }
            }
        });
    }

    fn let_in(&self, mut stream: TcpStream, front: &Front, open: &Arc<AtomicUsize>) {
        let place = Place::take(open);
        if open.load(Ordering::SeqCst) > MOST_CONNECTIONS {
            let full = Response::plain(503, "too many connections are open; close a few tabs");
            let _ = stream.set_write_timeout(Some(Duration::from_millis(100)));
            let _ = full.write(&super::connection::nobody(), &mut stream);
            return;
        }
        let (front, names) = (front.clone(), self.names.clone());
        // Where no thread can be had, the connection is closed, and its browser tries again.
        let _ = thread::Builder::new().name("connection".to_owned()).spawn(move || {
            hold(stream, &names, &front);
            drop(place);
        });
    }
}

/// A connection that counts while it is open.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(open))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn listen(host: &str, port: u16) -> Result<Door, Shut> {
    let failed = |error| Shut::Failed(host.to_owned(), error);
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in (bare, port).to_socket_addrs().map_err(failed)? {
        match TcpListener::bind(address) {
            Ok(listener) => {
                let address = listener.local_addr().map_err(failed)?;
                let names = Names { bound: address.ip(), given: bare.to_ascii_lowercase() };
                return Ok(Door { listener, address, names });
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(Shut::InUse(address)),
            Err(error) => last = error,
        }
    }
    Err(failed(last))
}

impl fmt::Display for Shut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse(address) => {
                write!(f, "cannot listen on `{address}`: another program does; choose another `--port`")
            }
            Self::Failed(host, error) => write!(f, "cannot listen on `{host}`: {error}"),
        }
    }
}

impl Names {
    /// Refuses whoever called the server by a name that is not its own.
    pub fn check(&self, host: &str) -> Result<(), Refusal> {
        let name = name(host);
        let literal = name.trim_matches(['[', ']']).parse::<IpAddr>().ok();
        let is_own = match literal {
            // An address that is no name cannot lead elsewhere tomorrow.
            Some(ip) => ip == self.bound || ip.is_loopback() || self.bound.is_unspecified(),
            None => !name.is_empty() && (name == "localhost" || name == self.given),
        };
        if is_own { Ok(()) } else { Err(Refusal(421, "this server does not go by that name; `--host` gives it one")) }
    }
}

/// The host without its port, in lower case; empty when it is no host.
fn name(host: &str) -> String {
    let end = host.rfind(']').map_or_else(|| host.find(':').unwrap_or(host.len()), |bracket| bracket + 1);
    let (name, port) = host.split_at(end);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    if port.is_empty() || port.strip_prefix(':').is_some_and(is_port) {
        name.trim_end_matches('.').to_ascii_lowercase()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bound: &str, given: &str) -> Names {
        Names { bound: bound.parse().unwrap(), given: given.to_owned() }
    }

    #[test]
    fn only_names_of_the_server_itself_are_answered() {
        let local = names("127.0.0.1", "127.0.0.1");
        for own in ["localhost", "localhost:8000", "LOCALHOST:1", "localhost.", "127.0.0.1:8000", "[::1]:8000", "[::1]"]
        {
            assert_eq!(local.check(own), Ok(()), "{own}");
        }
        for other in [
            "",
            "evil.example",
            "evil.example:8000",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.1.5",
            "127.0.0.1@evil.example",
            "localhost:80@evil.example",
            "[::1].evil.example",
            "0x7f.1",
            "[fe80::1]",
        ] {
            assert!(local.check(other).is_err(), "{other}");
        }
        let named = names("192.168.1.5", "box.local");
        assert!(named.check("box.local:8000").is_ok() && named.check("192.168.1.5").is_ok());
        assert!(named.check("192.168.1.6").is_err() && named.check("other.local").is_err());
        let all = names("0.0.0.0", "0.0.0.0");
        assert!(all.check("10.0.0.7:8000").is_ok() && all.check("evil.example").is_err());
    }

    #[test]
    fn a_port_in_use_is_an_error_only_where_it_was_asked_for() {
        let first = Door::open("127.0.0.1", Some(0)).unwrap();
        let port = first.address.port();
        assert!(matches!(Door::open("127.0.0.1", Some(port)), Err(Shut::InUse(address)) if address.port() == port));
        let (one, two) = (Door::open("127.0.0.1", None).unwrap(), Door::open("127.0.0.1", None).unwrap());
        assert_ne!(one.address.port(), two.address.port());
    }
}
